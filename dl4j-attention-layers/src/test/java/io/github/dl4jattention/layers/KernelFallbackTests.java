package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.Sparsemax;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.PlainLanes;
import io.github.dl4jattention.layers.multihead.HeadHook;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.AttentionBias;
import io.github.dl4jattention.layers.position.PositionScheme;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Settings that no kernel covers, such as a user's own classes, run as their formulas say. */
class KernelFallbackTests {
  /** A user's own: linear biases without the class that the kernel knows. */
  private static final class OwnBias implements AttentionBias {
    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable bias(Scope scope, Heads queries, Heads keys) {
      return new AlibiPosition().bias(scope, queries, keys);
    }
  }

  /** A user's own position scheme, which does nothing. */
  private static final class OwnPosition implements PositionScheme {
    private static final long serialVersionUID = 1L;
  }

  /** A user's own hook, which does nothing. */
  private static final class OwnHook implements HeadHook {
    private static final long serialVersionUID = 1L;

    @Override
    public Heads apply(Scope scope, Heads outputs) {
      return outputs;
    }
  }

  static Stream<AttentionLayer> notCovered() {
    return Stream.of(
        heads().optAttentionBias(new OwnBias()).build(),
        heads().optPosition(new OwnPosition()).build(),
        heads().optHeadHook(new OwnHook()).build(),
        heads().optDistribution(new Sparsemax()).build(),
        heads().optDistribution(new HardAttention()).build(),
        MultiHeadAttentionPooling.builder().setHeads(2).optHeadHook(new OwnHook()).build(),
        intra().optWindow(new MonotonicWindow(2)).build(),
        intra().optDistribution(new Sparsemax()).build(),
        intra().optCell(new LstmCell().withActivation(Activation.CUBE)).build());
  }

  private static MultiHeadSelfAttention.Builder heads() {
    return MultiHeadSelfAttention.builder().setHeads(2);
  }

  private static IntraAttention.Builder intra() {
    return IntraAttention.builder().nOut(3);
  }

  @ParameterizedTest
  @MethodSource("notCovered")
  void whatNoKernelCoversHasNone(AttentionLayer layer) {
    assertThat(kernel(layer)).isEmpty();
  }

  @Test
  void thePlainSettingsHaveOne() {
    assertThat(kernel(heads().build())).isPresent();
    assertThat(kernel(intra().build())).isPresent();
  }

  private static Optional<Kernel> kernel(AttentionLayer layer) {
    layer.setNIn(InputType.recurrent(4), true);
    return layer.kernel(new PlainLanes());
  }

  @Test
  void aUsersOwnBiasGivesWhatItSays() {
    INDArray own = output(heads().optAttentionBias(new OwnBias()).build());
    INDArray known = output(heads().optAttentionBias(new AlibiPosition()).build());
    INDArray none = output(heads().build());
    assertThat(own.equalsWithEps(known, 1e-5)).isTrue();
    assertThat(own.equalsWithEps(none, 1e-5)).isFalse();
  }

  private static INDArray output(MultiHeadSelfAttention layer) {
    Subject subject = Subject.attention("own", layer::clone, Subject.sequence(4, "t"));
    Data data = subject.data(DataType.FLOAT, 3, 2, Padding.END);
    return subject.graph(DataType.FLOAT).output(false, data.inputs(), data.masks())[0];
  }
}
