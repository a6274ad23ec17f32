package io.divan.protocol.hessian;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A collection, created empty and filled. */
final class CollectionShape extends ListShape {
  private final @Nullable String wireName;
  private final Supplier<Collection<@Nullable Object>> factory;
  private final boolean hashed;

  /**
   * @param wireName null to write without a type, which readers take for an array list
   */
  CollectionShape(
      Class<?> type, @Nullable String wireName, Supplier<Collection<@Nullable Object>> factory) {
    super(type);
    this.wireName = wireName;
    this.factory = factory;
    this.hashed = !List.class.isAssignableFrom(type);
  }

  @Override
  void write(HessianWriter out, Object value) {
    if (out.wroteReference(value)) {
      return;
    }
    Collection<?> collection = (Collection<?>) value;
    boolean marked = out.beginList(wireName, collection.size());
    if (collection.getClass() == ArrayList.class) {
      writeList(out, (List<?>) collection);
    } else {
      for (Object element : collection) {
        out.write(element);
      }
    }
    out.endList(marked);
  }

  /** By index, to spare the iterator. */
  private static void writeList(HessianWriter out, List<?> list) {
    int size = list.size();
    for (int i = 0; i < size; i++) {
      out.write(list.get(i));
    }
  }

  @Override
  Object read(HessianReader in, int length, boolean marked) {
    Collection<@Nullable Object> collection = factory.get();
    int reference = in.addReference(collection);
    for (int i = 0; in.hasElement(i, length, marked); i++) {
      add(collection, hashed ? in.readKey() : in.read());
    }
    in.complete(reference, collection);
    return collection;
  }

  private void add(Collection<@Nullable Object> collection, @Nullable Object element) {
    try {
      collection.add(element);
    } catch (RuntimeException | StackOverflowError e) { // from hashCode, compareTo; or no nulls
      throw new HessianFormatException("cannot add an element to a " + type().getName(), e);
    }
  }
}
