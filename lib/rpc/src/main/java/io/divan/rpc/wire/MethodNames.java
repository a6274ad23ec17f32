package io.divan.rpc.wire;

/** How methods are told apart on the wire. */
public final class MethodNames {
  private MethodNames() {}

  /**
   * What a parameter's type is called: its class name, {@code a.Outer$Inner[]} for arrays.
   *
   * <p>Source: sofa-rpc-all 5.13.2, {@code ClassTypeUtils.getTypeStr}.
   */
  public static String argumentType(Class<?> type) {
    return type.isArray() ? argumentType(type.getComponentType()) + "[]" : type.getName();
  }
}
