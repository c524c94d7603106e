package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Steps by the decoder's own formula, in every data type, on every device, whatever its settings: a
 * SameDiff graph of one step for each length of the sources, and, where the window moves along with
 * the steps, for each step. The last {@value #MAX_PROGRAMS} are kept.
 */
final class FormulaStepping implements Stepping {
  private static final int MAX_PROGRAMS = 256;
  private static final String WEIGHTS = "weights";
  private static final String OUTPUT = "output";

  private final StepFormula formula;
  private final Map<String, INDArray> parameters;
  private final DataType dataType;

  /** Graphs by what they are for. */
  private final Map<List<Long>, StepProgram> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Long>, StepProgram> eldest) {
          return size() > MAX_PROGRAMS;
        }
      };

  FormulaStepping(StepFormula formula, Map<String, INDArray> parameters, DataType dataType) {
    this.formula = formula;
    this.parameters = parameters;
    this.dataType = dataType;
  }

  @Override
  public synchronized SourceMemory memory(Rows annotations, Rows mask) {
    INDArray values = annotations.array().castTo(dataType);
    INDArray real = mask == null ? null : mask.array().castTo(dataType);
    INDArray sequences = values.permute(0, 2, 1);
    StepProgram program =
        programs.computeIfAbsent(
            List.of(-1L, values.size(1)),
            key ->
                new StepProgram(
                    dataType,
                    Map.of(StepFormula.SOURCES, sequences.shape()),
                    parameters,
                    this::keys));
    INDArray keys = program.run(Map.of(StepFormula.SOURCES, sequences)).get(OUTPUT);
    return new SourceMemory(
        Rows.of(values), Rows.of(keys), real == null ? null : Rows.of(real), null);
  }

  private Map<String, SDVariable> keys(Scope scope) {
    Steps keys = formula.defineKeys(scope);
    return Map.of(OUTPUT, scope.sameDiff().identity(keys.values()));
  }

  @Override
  public synchronized DecoderStepper.Step step(
      Rows inputs, DecoderState state, SourceMemory memory) {
    Map<String, INDArray> given = given(inputs, state, memory);
    long sourceTime = memory == null ? 0 : memory.annotations().size(1);
    long position = formula.positionMatters() ? state.position() : 0;
    StepProgram program =
        programs.computeIfAbsent(
            List.of(position, sourceTime), key -> program(given, memory, (int) position));
    Map<String, INDArray> found = program.run(given);
    DecoderState after =
        new DecoderState(
            state.position() + 1,
            Rows.of(found.get(StepFormula.HIDDEN)),
            rows(found.get(StepFormula.CELL)),
            rows(found.get(StepFormula.CARRIED)),
            rows(found.get(StepFormula.COVERAGE)));
    INDArray weights = found.get(WEIGHTS); // [rows, 1, 1, sourceTime]
    return new DecoderStepper.Step(
        after,
        Rows.of(found.get(OUTPUT)),
        weights == null ? null : Rows.of(weights.reshape(inputs.count(), sourceTime)));
  }

  private static Rows rows(INDArray array) {
    return array == null ? null : Rows.of(array);
  }

  private Map<String, INDArray> given(Rows inputs, DecoderState state, SourceMemory memory) {
    Map<String, INDArray> given = new HashMap<>();
    INDArray y = inputs.array().castTo(dataType);
    long rows = y.size(0);
    given.put(StepFormula.INPUTS, y.reshape(rows, y.size(1), 1));
    given.put(StepFormula.HIDDEN, state.hidden());
    if (formula.hasMemory()) {
      given.put(StepFormula.CELL, state.cell());
    }
    if (state.carriedRows() != null) {
      given.put(StepFormula.CARRIED, state.carriedRows().array());
    }
    if (memory != null) {
      INDArray mask = memory.mask();
      long time = memory.annotations().size(1);
      given.put(StepFormula.KEYS, memory.keys());
      given.put(StepFormula.VALUES, memory.annotations());
      given.put(
          Scope.maskName(StepFormula.SOURCES),
          mask == null ? Nd4j.ones(dataType, rows, time) : mask);
      if (formula.hasCoverage()) {
        given.put(
            StepFormula.COVERAGE,
            state.coverageRows() == null
                ? Nd4j.zeros(dataType, rows, 1, time)
                : state.coverageRows().array());
      }
    }
    return given;
  }

  private StepProgram program(Map<String, INDArray> given, SourceMemory memory, int position) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    given.forEach((name, array) -> shapes.put(name, array.shape()));
    if (memory != null) { // For its mask alone.
      shapes.remove(Scope.maskName(StepFormula.SOURCES));
      INDArray values = memory.annotations();
      shapes.put(StepFormula.SOURCES, new long[] {values.size(0), values.size(2), values.size(1)});
    }
    return new StepProgram(dataType, shapes, parameters, scope -> results(scope, position));
  }

  private Map<String, SDVariable> results(Scope scope, int position) {
    StepFormula.Result step = formula.define(scope, position);
    Map<String, SDVariable> results = new LinkedHashMap<>();
    results.put(StepFormula.HIDDEN, step.state().hidden());
    results.put(OUTPUT, step.output());
    if (step.state().memory() != null) {
      results.put(StepFormula.CELL, step.state().memory());
    }
    if (step.carried() != null) {
      results.put(StepFormula.CARRIED, step.carried());
    }
    if (step.coverage() != null) {
      results.put(StepFormula.COVERAGE, step.coverage());
    }
    scope.attentionWeights().values().forEach(weights -> results.put(WEIGHTS, weights));
    return results;
  }
}
