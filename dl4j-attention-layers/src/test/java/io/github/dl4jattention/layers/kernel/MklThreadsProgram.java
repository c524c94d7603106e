package io.github.dl4jattention.layers.kernel;

import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;

/** Run by {@link MklTests}: how many threads a product would take, seen from two threads. */
final class MklThreadsProgram {
  private MklThreadsProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    Blas blas = Nd4j.factory().blas();
    blas.setMaxThreads(4);
    System.out.println("vendor " + blas.getBlasVendor());
    try (SingleThreadedBlas.Use use = SingleThreadedBlas.enter()) {
      say("inside " + use.getClass().getSimpleName());
      Thread other = new Thread(() -> say("another thread meanwhile"));
      other.start();
      other.join();
      try (SingleThreadedBlas.Use inner = SingleThreadedBlas.enter()) {
        say("nested " + inner.getClass().getSimpleName());
      }
      say("after the nested");
    }
    say("after");
    System.out.println("told " + blas.getMaxThreads());
  }

  private static void say(String where) {
    System.out.println(where + ": " + NativeBlas.mklThreads());
  }
}
