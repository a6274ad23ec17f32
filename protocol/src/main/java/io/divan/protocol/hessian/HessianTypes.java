package io.divan.protocol.hessian;

import java.lang.reflect.Modifier;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes that may be read and written: the allow-list. Always on it: boxes, strings, numbers,
 * dates, {@code java.time}, collections, common exceptions; everything else is put there by a
 * {@link Builder}. Immutable, for any number of threads.
 */
public final class HessianTypes {
  /** Nothing but what the JDK contributes. */
  public static final HessianTypes JDK = builder().build();

  /** Anything, but as data: a class that is not on the list becomes a {@link GenericObject}. */
  public static final HessianTypes GENERIC = new HessianTypes(new Builder(), true);

  private final boolean generic;
  private final Map<Class<?>, Shape> byClass;
  private final Map<String, Shape> byName;
  private final Map<String, Class<?>> components;
  private final ObjectNames objectNames;
  private volatile @Nullable HessianTypes genericTwin;

  private final ClassValue<Shape> shapes =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return findShape(type);
        }
      };

  private HessianTypes(Builder builder, boolean generic) {
    this.generic = generic;
    this.byClass = Map.copyOf(builder.byClass);
    this.byName = Map.copyOf(builder.byName);
    this.components = Map.copyOf(builder.components);
    this.objectNames = new ObjectNames(builder.byName);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The same list, with what is not on it read as {@link GenericObject}s. */
  public HessianTypes asGeneric() {
    HessianTypes known = generic ? this : genericTwin;
    if (known == null) {
      known = new HessianTypes(new Builder(this), true);
      genericTwin = known;
    }
    return known;
  }

  /** Whether a class can be written, and unless it is abstract, read. */
  public boolean allows(Class<?> type) {
    return !(shapes.get(type) instanceof ForbiddenShape);
  }

  boolean isGeneric() {
    return generic;
  }

  Shape shapeOf(Object value) {
    return value instanceof GenericObject object
        ? GenericShape.of(object)
        : shapes.get(value.getClass());
  }

  /** The object of that ASCII name, null if not allowed. */
  @Nullable ObjectShape objectShape(byte[] bytes, int from, int length) {
    return objectNames.find(bytes, from, length);
  }

  /** What a list's or map's type stands for. */
  Shape named(String name) {
    Shape shape = byName.get(name);
    if (shape == null && name.startsWith("[")) {
      shape = array(name);
    }
    if (shape != null) {
      return shape;
    }
    if (generic) {
      return new GenericShape(name);
    }
    throw new ForbiddenClassException(name);
  }

  private @Nullable Shape array(String name) {
    int dimensions = 1;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    Class<?> type = components.get(name.substring(dimensions));
    if (type == null || dimensions > ArrayNames.DEEPEST) {
      return null;
    }
    for (int i = 0; i < dimensions; i++) {
      type = type.arrayType();
    }
    return shapes.get(type);
  }

  /** What to read a list as: what it is named, unless that does not fit where it goes. */
  ListShape listShape(@Nullable Shape named, Class<?> expected) {
    ListShape shape = JdkCollections.ARRAY_LIST;
    if (named instanceof ListShape list) {
      shape = list;
    } else if (named != null && !generic) {
      throw new HessianFormatException(named.type().getName() + " is no list");
    }
    if (expected.isAssignableFrom(shape.type())) {
      return shape;
    }
    if (expectedShape(expected) instanceof ListShape fitting) {
      return fitting;
    }
    throw new HessianFormatException("expected a " + expected.getName() + ", found a list");
  }

  /** What to read a map as, which may be an object whose fields it holds. */
  Shape mapShape(@Nullable Shape named, Class<?> expected) {
    Shape shape = named == null ? JdkCollections.HASH_MAP : named;
    if (isMap(shape) && expected.isAssignableFrom(shape.type())) {
      return shape;
    }
    Shape fitting = expectedShape(expected);
    if (fitting == null || !isMap(fitting)) {
      throw new HessianFormatException("expected a " + expected.getName() + ", found a map");
    }
    return fitting;
  }

  private static boolean isMap(Shape shape) {
    return shape instanceof MapShape || shape instanceof ObjectShape;
  }

  private @Nullable Shape expectedShape(Class<?> expected) {
    Shape shape = JdkCollections.INTERFACES.get(expected);
    return shape != null ? shape : shapes.get(expected);
  }

  private Shape findShape(Class<?> type) {
    Shape known = byClass.get(type);
    if (known != null) {
      return known;
    }
    if (type.isArray()) {
      return isAllowedComponent(type.getComponentType())
          ? new ArrayShape(type.getComponentType())
          : new ForbiddenShape(type);
    }
    if (type.getSuperclass() != null && type.getSuperclass().isEnum()) {
      return findShape(type.getSuperclass()); // a constant with a body
    }
    for (Class<?> open : Builder.OPEN) {
      Shape shape = byClass.get(open);
      if (shape != null && open.isAssignableFrom(type)) {
        return shape;
      }
    }
    Shape nearest = JdkCollections.nearest(type);
    return nearest != null ? nearest : new ForbiddenShape(type);
  }

  private boolean isAllowedComponent(Class<?> component) {
    return component.isArray()
        ? isAllowedComponent(component.getComponentType())
        : components.containsValue(component) || byClass.containsKey(component);
  }

  /** Collects the classes to allow. */
  public static final class Builder {
    /** Classes whose subclasses, whatever they are, are written as they are. */
    private static final Set<Class<?>> OPEN = Set.of(Calendar.class, ZoneId.class);

    private final Map<Class<?>, Shape> byClass = new HashMap<>();
    private final Map<String, Shape> byName = new HashMap<>();
    private final Map<String, Class<?>> components = new HashMap<>(ArrayNames.COMPONENTS);
    private final Reachable reachable = new Reachable();

    private Builder() {
      byClass.putAll(ValueShape.all());
      byClass.putAll(PrimitiveArrayShape.all());
      JdkShapes.all().forEach(this::add);
      for (Class<? extends Throwable> exception : JdkExceptions.ALL) {
        add(ThrowableShape.of(exception));
      }
      for (Shape collection : JdkCollections.CONCRETE) {
        byClass.put(collection.type(), collection);
        byName.put(collection.type().getName(), collection);
      }
      byName.putAll(JdkCollections.HIDDEN);
      byClass.keySet().forEach(c -> components.put(c.getName(), c));
      JdkCollections.INTERFACES.keySet().forEach(c -> components.put(c.getName(), c));
      components.put(Number.class.getName(), Number.class);
    }

    private Builder(HessianTypes types) {
      byClass.putAll(types.byClass);
      byName.putAll(types.byName);
      components.putAll(types.components);
    }

    /**
     * Allows what the interface's methods take, return and throw, and everything these consist of.
     */
    public Builder allowSignaturesOf(Class<?> service) {
      reachable.addSignatures(service);
      return this;
    }

    /** Allows classes and everything they consist of: subclasses of open types above all. */
    public Builder allow(Class<?>... classes) {
      for (Class<?> c : classes) {
        reachable.add(c);
      }
      return this;
    }

    /** Allows a class with fields, called something else on the wire. */
    public Builder allowAs(String wireName, Class<?> bean) {
      add(BeanShape.of(bean, wireName));
      return this;
    }

    /**
     * The list so far.
     *
     * @throws IllegalArgumentException if a class on it cannot be read or written by reflection
     */
    public HessianTypes build() {
      reachable.classes().forEach(this::addClass);
      return new HessianTypes(this, false);
    }

    private void addClass(Class<?> c) {
      components.put(c.getName(), c);
      if (byClass.containsKey(c) || c.isInterface()) {
        return;
      }
      if (c.isEnum()) {
        addEnum(c);
      } else if (Modifier.isAbstract(c.getModifiers())) {
        return;
      } else if (c.isRecord()) {
        add(RecordShape.of(c));
      } else if (Throwable.class.isAssignableFrom(c)) {
        add(ThrowableShape.of(c));
      } else if (Collection.class.isAssignableFrom(c) || Map.class.isAssignableFrom(c)) {
        addCollection(c);
      } else {
        add(BeanShape.of(c, c.getName()));
      }
    }

    private void add(ObjectShape shape) {
      byClass.put(shape.type(), shape);
      byName.put(shape.wireName(), shape);
    }

    /** Peers name a constant with a body by the class of that body. */
    private void addEnum(Class<?> c) {
      EnumShape shape = new EnumShape(c);
      add(shape);
      for (Object constant : c.getEnumConstants()) {
        byName.put(constant.getClass().getName(), shape);
      }
    }

    @SuppressWarnings("unchecked") // checked by addClass
    private void addCollection(Class<?> c) {
      Construction construction = Construction.of(c);
      Shape shape =
          Map.class.isAssignableFrom(c)
              ? new MapShape(
                  c,
                  c.getName(),
                  () -> (Map<@Nullable Object, @Nullable Object>) construction.newInstance())
              : new CollectionShape(
                  c, c.getName(), () -> (Collection<@Nullable Object>) construction.newInstance());
      byClass.put(c, shape);
      byName.put(c.getName(), shape);
    }
  }
}
