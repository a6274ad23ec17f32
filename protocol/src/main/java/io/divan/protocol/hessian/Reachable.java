package io.divan.protocol.hessian;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The application's classes that values of some types may consist of: through signatures, type
 * arguments, fields, superclasses, and the subclasses a sealed type permits. Subclasses of open
 * types are not found this way and have to be named.
 */
final class Reachable {
  private final Set<Class<?>> classes = new LinkedHashSet<>();
  private final Set<Type> seen = new LinkedHashSet<>();

  Set<Class<?>> classes() {
    return classes;
  }

  void addSignatures(Class<?> service) {
    for (Method method : service.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      add(method.getGenericReturnType());
      for (Type type : method.getGenericParameterTypes()) {
        add(type);
      }
      for (Type type : method.getGenericExceptionTypes()) {
        add(type);
      }
    }
  }

  void add(Type type) {
    if (!seen.add(type)) {
      return;
    }
    if (type instanceof Class<?> c) {
      addClass(c);
    } else if (type instanceof ParameterizedType p) {
      add(p.getRawType());
      addAll(p.getActualTypeArguments());
    } else if (type instanceof GenericArrayType a) {
      add(a.getGenericComponentType());
    } else if (type instanceof WildcardType w) {
      addAll(w.getUpperBounds());
      addAll(w.getLowerBounds());
    } else if (type instanceof TypeVariable<?> v) {
      addAll(v.getBounds());
    }
  }

  private void addAll(Type[] types) {
    for (Type type : types) {
      add(type);
    }
  }

  private void addClass(Class<?> c) {
    if (c.isArray()) {
      add(c.getComponentType());
      return;
    }
    if (c.isPrimitive() || isOfJdk(c)) {
      return;
    }
    if (c.getSuperclass() != null && c.getSuperclass().isEnum()) {
      add(c.getSuperclass()); // a constant with a body
      return;
    }
    classes.add(c);
    if (c.getGenericSuperclass() != null) {
      add(c.getGenericSuperclass());
    }
    addAll(c.getGenericInterfaces());
    if (c.isSealed() && !c.isEnum()) {
      addAll(c.getPermittedSubclasses());
    }
    if (!c.isEnum()) {
      WireFields.of(c, c.getSuperclass()).forEach(field -> add(field.getGenericType()));
    }
  }

  static boolean isOfJdk(Class<?> c) {
    String name = c.getName();
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.");
  }
}
