package io.github.dl4jattention.ui.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Objects that stand for others and answer a few of their methods themselves. */
final class Delegates {
  /** Returned for a method that the object behind shall answer. */
  static final Object PASS = new Object();

  private Delegates() {}

  /** Answers a method, or {@link #PASS}. */
  @FunctionalInterface
  interface Answer {
    Object to(Method method, Object[] arguments, Object proxy) throws Exception;
  }

  /**
   * An object in the place of another. Where that one's method returns itself, as fluent ones do,
   * this returns the one in its place.
   */
  static <T> T of(Class<T> type, T behind, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            Delegates.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object answered = answer.to(method, arguments, proxy);
              if (answered != PASS) {
                return answered;
              }
              try {
                Object result = method.invoke(behind, arguments);
                return result == behind ? proxy : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
