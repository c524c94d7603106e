package io.github.dl4jattention.layers.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for the intermediate arrays of a SameDiff pass.
 *
 * <p>SameDiff's own way allocates each of them anew: at the sizes of a decoder's step that costs
 * more than the arithmetic. Here they live in one workspace a thread, whose memory is used again by
 * the next pass; only the results leave it.
 */
public final class ScratchMemory {
  private static final String WORKSPACE = "DL4J_ATTENTION_SCRATCH";

  private static final WorkspaceConfiguration CONFIGURATION =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .overallocationLimit(0.1)
          .policyAllocation(AllocationPolicy.OVERALLOCATE)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policySpill(SpillPolicy.REALLOCATE)
          .policyReset(ResetPolicy.BLOCK_LEFT)
          .build();

  private ScratchMemory() {}

  /**
   * Runs a pass of a graph.
   *
   * @param executed the graph whose operations run: the gradient function where there is one
   * @param pass the pass
   * @return its results, in memory of their own
   */
  public static Map<String, INDArray> run(SameDiff executed, Supplier<Map<String, INDArray>> pass) {
    executed
        .getSessions()
        .computeIfAbsent(
            Thread.currentThread().getId(), id -> SameDiff.getInferenceFactory().create(executed))
        .setMmgr(new Manager());
    try (MemoryWorkspace ignored =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, WORKSPACE)) {
      Map<String, INDArray> results = new HashMap<>(pass.get());
      // A result may still be a view of scratch memory, where its last operation makes views.
      results.replaceAll((name, array) -> array.isAttached() ? array.detach() : array);
      return results;
    }
  }

  private static final class Manager extends AbstractMemoryMgr {
    @Override
    public INDArray allocate(boolean detached, DataType dataType, long... shape) {
      return detached
          ? Nd4j.createUninitializedDetached(dataType, shape)
          : Nd4j.createUninitialized(dataType, shape);
    }

    @Override
    public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
      return descriptor.isEmpty()
          ? Nd4j.create(descriptor)
          : allocate(detached, descriptor.dataType(), descriptor.getShape());
    }

    @Override
    public void release(INDArray array) {
      // The workspace takes all of them back at once.
    }

    @Override
    public void close() {
      // The workspace outlives the pass.
    }
  }
}
