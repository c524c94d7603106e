package io.github.dl4jattention.layers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Copies from and to ND4J's arrays, however these lie in memory. */
class NativeFloatsTests {
  /** How an array lies in memory; what it holds stays. */
  private enum Layout {
    C,
    F,
    LAST_AXIS_FIRST,
    LAST_AXIS_FIRST_F,
    PART_OF_EXAMPLES,
    PART_OF_CHANNELS,
    PART_OF_LAST,
    PART_OF_LAST_F;

    INDArray of(INDArray array) {
      int last = array.rank() - 1;
      return switch (this) {
        case C -> array.dup('c');
        case F -> array.dup('f');
        case LAST_AXIS_FIRST -> moved(array, 'c');
        case LAST_AXIS_FIRST_F -> moved(array, 'f');
        case PART_OF_EXAMPLES -> inside(array, 0, 'c');
        case PART_OF_CHANNELS -> inside(array, 1, 'c');
        case PART_OF_LAST -> inside(array, last, 'c');
        case PART_OF_LAST_F -> inside(array, last, 'f');
      };
    }

    private static INDArray moved(INDArray array, char order) {
      return array.rank() == 3
          ? array.permute(2, 0, 1).dup(order).permute(1, 2, 0)
          : array.permute(1, 0).dup(order).permute(1, 0);
    }

    /** A view of a larger array, other numbers before and behind it. */
    private static INDArray inside(INDArray array, int axis, char order) {
      long[] shape = array.shape().clone();
      shape[axis] += 3;
      INDArray larger = Nd4j.create(array.dataType(), shape, order).assign(-99);
      INDArrayIndex[] indices = new INDArrayIndex[shape.length];
      Arrays.setAll(indices, i -> NDArrayIndex.all());
      indices[axis] = NDArrayIndex.interval(2, 2 + array.size(axis));
      return larger.get(indices).assign(array);
    }
  }

  private static final List<long[]> SHAPES =
      List.of(
          new long[] {3, 4, 5},
          new long[] {1, 4, 5},
          new long[] {3, 1, 5},
          new long[] {3, 4, 1},
          new long[] {1, 1, 1},
          new long[] {2, 33, 17},
          new long[] {17, 2, 40},
          new long[] {3, 4},
          new long[] {1, 4},
          new long[] {3, 1},
          new long[] {40, 33});

  private final NativeFloats floats = new NativeFloats();

  @BeforeEach
  void poison() {
    Buffers.poison(true);
  }

  @AfterEach
  void restore() {
    Buffers.poison(false);
    Workers.choose(Runtime.getRuntime().availableProcessors());
  }

  private static INDArray numbers(DataType type, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, i % 101 - 50.0);
    }
    return array.castTo(type);
  }

  @ParameterizedTest
  @EnumSource
  void sequencesAndVectorsAreReadTimeBeforeSize(Layout layout) {
    for (long[] shape : SHAPES) {
      for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.INT32}) {
        INDArray array = layout.of(numbers(type, shape));
        Tensor tensor = new Tensor();
        floats.read(array, null, tensor);
        assertThat(tensor.batch()).isEqualTo((int) shape[0]);
        assertThat(tensor.size()).isEqualTo((int) shape[1]);
        assertThat(tensor.time()).isEqualTo(shape.length == 3 ? (int) shape[2] : 1);
        assertSame(tensor, array);
      }
    }
  }

  private static void assertSame(Tensor tensor, INDArray array) {
    for (int b = 0; b < tensor.batch(); b++) {
      for (int t = 0; t < tensor.time(); t++) {
        for (int c = 0; c < tensor.size(); c++) {
          double expected = array.rank() == 3 ? array.getDouble(b, c, t) : array.getDouble(b, c);
          float actual = tensor.values()[(b * tensor.time() + t) * tensor.size() + c];
          assertThat((double) actual).as("%d, %d, %d", b, c, t).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"C", "F"})
  void whatIsWrittenIsWhatWasRead(Layout layout) {
    for (int threads : new int[] {1, 4}) {
      Workers.choose(threads);
      NativeFloats some = new NativeFloats();
      for (long[] shape : SHAPES) {
        INDArray array = numbers(DataType.FLOAT, shape);
        Tensor tensor = new Tensor();
        some.read(array, null, tensor);
        INDArray written = layout.of(array).assign(77);
        some.write(tensor, null, written);
        assertThat(written).isEqualTo(array);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void matricesAreReadAndWrittenRowByRow(Layout layout) {
    for (long[] shape : new long[][] {{3, 4}, {1, 4}, {4, 1}, {1, 1}, {40, 33}, {300, 200}}) {
      INDArray array = layout.of(numbers(DataType.FLOAT, shape));
      float[] rows = new float[(int) array.length()];
      floats.readRows(array, rows);
      assertThat(rows).isEqualTo(array.dup('c').data().asFloat());
      INDArray written = layout.of(numbers(DataType.FLOAT, shape)).assign(77);
      floats.writeRows(rows, written);
      assertThat(written).isEqualTo(array);
    }
  }

  /** What lies around a view is another's. */
  @Test
  void nothingAroundAViewIsWritten() {
    INDArray all = Nd4j.create(DataType.FLOAT, 1, 30).assign(-99);
    INDArray view = all.get(NDArrayIndex.all(), NDArrayIndex.interval(4, 16)).reshape('f', 3, 4);
    floats.writeRows(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, view);
    for (int i = 0; i < 30; i++) {
      assertThat(all.getDouble(i)).isEqualTo(i < 4 || i >= 16 ? -99 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"C", "F", "PART_OF_EXAMPLES", "PART_OF_CHANNELS"})
  void masksMayBeOfAnyTypeAndOrder(Layout layout) {
    INDArray sequences = numbers(DataType.FLOAT, 3, 2, 4);
    Random random = new Random(5);
    INDArray mask = Nd4j.ones(DataType.DOUBLE, 3, 4);
    for (int i = 0; i < 12; i++) {
      mask.putScalar(i, random.nextInt(2));
    }
    for (DataType type :
        new DataType[] {DataType.BOOL, DataType.INT32, DataType.DOUBLE, DataType.FLOAT}) {
      INDArray given = type == DataType.BOOL ? mask.castTo(type) : layout.of(mask.castTo(type));
      Padding padding = new Padding();
      floats.readMask(given, sequences, padding);
      Tensor tensor = new Tensor();
      floats.read(sequences, padding, tensor);
      for (int b = 0; b < 3; b++) {
        for (int t = 0; t < 4; t++) {
          boolean real = mask.getDouble(b, t) != 0;
          assertThat(padding.real(b, t)).isEqualTo(real);
          assertThat(tensor.values()[(b * 4 + t) * 2])
              .isEqualTo(real ? sequences.getFloat(b, 0, t) : 0);
        }
      }
    }
  }

  @Test
  void vectorsHaveNoPadding() {
    Padding padding = new Padding();
    floats.readMask(Nd4j.zeros(DataType.FLOAT, 3, 1), numbers(DataType.FLOAT, 3, 2), padding);
    assertThat(padding.padded()).isFalse();
    floats.readMask(null, numbers(DataType.FLOAT, 3, 2, 4), padding);
    assertThat(padding.end(2)).isEqualTo(4);
  }
}
