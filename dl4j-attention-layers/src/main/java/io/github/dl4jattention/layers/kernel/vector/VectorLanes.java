package io.github.dl4jattention.layers.kernel.vector;

import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Operand;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * {@link Lanes} on {@code jdk.incubator.vector}: {@link VectorRows} and {@link VectorTiles}, each
 * behind a wall that the compiler does not look through.
 *
 * <p>Were a primitive compiled into the loop that calls it, with others, the compiler could run out
 * of what it may inline, or of the nodes it may make, in the midst of a primitive, and each vector
 * of it would be an object on the heap from then on: megabytes an iteration. A method handle that
 * is no constant is called as it stands, so each primitive is compiled by itself, once, and its
 * vectors stay in registers.
 */
public final class VectorLanes implements Lanes {
  private final MethodHandle dot;
  private final MethodHandle sum;
  private final MethodHandle max;
  private final MethodHandle addScaled;
  private final MethodHandle scale;
  private final MethodHandle shift;
  private final MethodHandle multiply;
  private final MethodHandle product;
  private final MethodHandle addProduct;
  private final MethodHandle turn;
  private final MethodHandle exp;
  private final MethodHandle tanh;
  private final MethodHandle negatives;
  private final MethodHandle shares;
  private final MethodHandle rectify;
  private final MethodHandle rectifyGradient;
  private final MethodHandle sigmoidGradient;
  private final MethodHandle tanhGradient;
  private final MethodHandle dotReciprocals;
  private final MethodHandle tanhOfPowersGradient;
  private final MethodHandle softmaxGradient;
  private final MethodHandle six;
  private final MethodHandle sixDown;
  private final MethodHandle four;
  private final MethodHandle two;
  private final MethodHandle packRows;
  private final MethodHandle copyRows;
  private final MethodHandle copyColumns;
  private final MethodHandle addSums;

  /** Found by its name, see the provider of lanes. */
  public VectorLanes() {
    VectorRows rows = new VectorRows();
    dot = primitive(rows, "dot");
    sum = primitive(rows, "sum");
    max = primitive(rows, "max");
    addScaled = primitive(rows, "addScaled");
    scale = primitive(rows, "scale");
    shift = primitive(rows, "shift");
    multiply = primitive(rows, "multiply");
    product = primitive(rows, "product");
    addProduct = primitive(rows, "addProduct");
    turn = primitive(rows, "turn");
    exp = primitive(rows, "exp");
    tanh = primitive(rows, "tanh");
    negatives = primitive(rows, "negatives");
    shares = primitive(rows, "shares");
    rectify = primitive(rows, "rectify");
    rectifyGradient = primitive(rows, "rectifyGradient");
    sigmoidGradient = primitive(rows, "sigmoidGradient");
    tanhGradient = primitive(rows, "tanhGradient");
    dotReciprocals = primitive(rows, "dotReciprocals");
    tanhOfPowersGradient = primitive(rows, "tanhOfPowersGradient");
    softmaxGradient = primitive(rows, "softmaxGradient");
    VectorTiles tiles = new VectorTiles();
    six = primitive(tiles, "six");
    sixDown = primitive(tiles, "sixDown");
    four = primitive(tiles, "four");
    two = primitive(tiles, "two");
    packRows = primitive(tiles, "packRows");
    copyRows = primitive(tiles, "copyRows");
    copyColumns = primitive(tiles, "copyColumns");
    addSums = primitive(tiles, "addSums");
  }

  private static MethodHandle primitive(Object owner, String name) {
    Method method =
        Arrays.stream(owner.getClass().getDeclaredMethods())
            .filter(each -> each.getName().equals(name))
            .findAny()
            .orElseThrow();
    MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    try {
      return MethodHandles.lookup().bind(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No such primitive: " + name, e);
    }
  }

  /** No primitive has checked exceptions. */
  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }

  @Override
  public Operand newOperand() {
    return new VectorOperand(this);
  }

  /**
   * Whole tiles of A by a panel, {@value VectorTiles#HEIGHT} rows each.
   *
   * @param down whether A is in strips, as {@link VectorTiles#copyColumns} leaves it, not in rows
   * @param a A
   * @param a0 where its first row begins
   * @param tiles how many
   * @param b the panel, {@code [depth][VectorTiles.WIDTH]}
   * @param panel where it begins
   * @param depth its rows, the columns of A
   * @param c gets the products
   * @param cAt where the first row of these begins
   * @param cStride from a row of these to the next
   */
  void tiles(
      boolean down,
      float[] a,
      int a0,
      int tiles,
      float[] b,
      int panel,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    MethodHandle kernel = down ? sixDown : six;
    try {
      kernel.invokeExact(a, a0, tiles, b, panel, depth, c, cAt, cStride);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** As {@link #tiles}, of the last rows: 4 or 2, their distance {@link VectorTiles#STRIDE}. */
  void lastRows(
      int height,
      float[] a,
      int a0,
      float[] b,
      int panel,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    MethodHandle kernel = height > 2 ? four : two;
    try {
      kernel.invokeExact(a, a0, b, panel, depth, c, cAt, cStride);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** See {@link VectorTiles#packRows}. */
  void packRows(float[] b, int at, int rowStride, int rows, int panels, float[] to, int toAt) {
    try {
      packRows.invokeExact(b, at, rowStride, rows, panels, to, toAt);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** See {@link VectorTiles#copyRows}. */
  void copyRows(float[] a, int at, int rowStride, int rows, int length, float[] to) {
    try {
      copyRows.invokeExact(a, at, rowStride, rows, length, to);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** See {@link VectorTiles#copyColumns}. */
  void copyColumns(float[] a, int at, int columnStride, int rows, int columns, float[] to) {
    try {
      copyColumns.invokeExact(a, at, columnStride, rows, columns, to);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** See {@link VectorTiles#addSums}. */
  void addSums(float[] sums, float[] c, int cAt, int cStride, int rows, int width) {
    try {
      addSums.invokeExact(sums, c, cAt, cStride, rows, width);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public boolean fastRows() {
    return true;
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int n) {
    try {
      return (float) dot.invokeExact(a, aAt, b, bAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public float sum(float[] x, int at, int n) {
    try {
      return (float) sum.invokeExact(x, at, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public float max(float[] x, int at, int n) {
    try {
      return (float) max.invokeExact(x, at, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void addScaled(float[] y, int yAt, float scale, float[] x, int xAt, int n) {
    try {
      addScaled.invokeExact(y, yAt, scale, x, xAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void scale(float[] y, int at, float scale, int n) {
    try {
      this.scale.invokeExact(y, at, scale, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void shift(float[] y, int yAt, float[] x, int xAt, float amount, int n) {
    try {
      shift.invokeExact(y, yAt, x, xAt, amount, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void multiply(float[] y, int yAt, float[] x, int xAt, int n) {
    try {
      multiply.invokeExact(y, yAt, x, xAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void product(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n) {
    try {
      product.invokeExact(y, yAt, a, aAt, b, bAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void addProduct(float[] y, int yAt, float[] a, int aAt, float[] b, int bAt, int n) {
    try {
      addProduct.invokeExact(y, yAt, a, aAt, b, bAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void turn(
      float[] x, int at, float[] cos, float[] sin, int angleAt, float direction, int n) {
    try {
      turn.invokeExact(x, at, cos, sin, angleAt, direction, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public float exp(float[] x, int at, float shift, int n) {
    try {
      return (float) exp.invokeExact(x, at, shift, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void tanh(float[] y, int yAt, float[] x, int xAt, int n) {
    try {
      tanh.invokeExact(y, yAt, x, xAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void sigmoid(float[] y, int yAt, float[] x, int xAt, int n) {
    try {
      negatives.invokeExact(y, yAt, x, xAt, n);
      float sum = (float) exp.invokeExact(y, yAt, 0f, n);
      shares.invokeExact(y, yAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void sigmoidGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    try {
      sigmoidGradient.invokeExact(g, gAt, y, yAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void rectify(float[] x, int at, int n) {
    try {
      rectify.invokeExact(x, at, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void rectifyGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    try {
      rectifyGradient.invokeExact(g, gAt, y, yAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void tanhGradient(float[] g, int gAt, float[] y, int yAt, int n) {
    try {
      tanhGradient.invokeExact(g, gAt, y, yAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public float dotReciprocals(float[] v, float[] a, float[] b, int bAt, int n) {
    try {
      return (float) dotReciprocals.invokeExact(v, a, b, bAt, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void tanhOfPowersGradient(
      float de,
      float[] v,
      float[] dv,
      int dvAt,
      float[] a,
      float[] dx,
      int dxAt,
      float[] b,
      float[] dy,
      int at,
      int n) {
    try {
      tanhOfPowersGradient.invokeExact(de, v, dv, dvAt, a, dx, dxAt, b, dy, at, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void softmaxGradient(float[] g, int gAt, float[] p, int pAt, float mean, int n) {
    try {
      softmaxGradient.invokeExact(g, gAt, p, pAt, mean, n);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }
}
