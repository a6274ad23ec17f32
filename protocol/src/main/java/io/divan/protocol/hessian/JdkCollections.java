package io.divan.protocol.hessian;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The collections of the JDK. Those with a public constructor travel as themselves; of the others
 * (views, immutable ones) the contents do.
 */
@SuppressWarnings("JdkObsolete") // applications have what they have
final class JdkCollections {
  static final CollectionShape ARRAY_LIST =
      new CollectionShape(ArrayList.class, null, ArrayList::new);
  static final MapShape HASH_MAP = new MapShape(HashMap.class, null, HashMap::new);

  private static final CollectionShape LINKED_HASH_SET =
      list(LinkedHashSet.class, LinkedHashSet::new);
  private static final CollectionShape TREE_SET = list(TreeSet.class, TreeSet::new);
  private static final CollectionShape LINKED_LIST = list(LinkedList.class, LinkedList::new);
  private static final MapShape LINKED_HASH_MAP = map(LinkedHashMap.class, LinkedHashMap::new);
  private static final MapShape TREE_MAP = map(TreeMap.class, TreeMap::new);
  private static final MapShape CONCURRENT_HASH_MAP =
      map(ConcurrentHashMap.class, ConcurrentHashMap::new);

  static final List<Shape> CONCRETE =
      List.of(
          ARRAY_LIST,
          LINKED_LIST,
          list(Vector.class, Vector::new),
          list(Stack.class, Stack::new),
          list(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new),
          list(HashSet.class, HashSet::new),
          LINKED_HASH_SET,
          TREE_SET,
          list(CopyOnWriteArraySet.class, CopyOnWriteArraySet::new),
          list(ConcurrentSkipListSet.class, ConcurrentSkipListSet::new),
          list(ArrayDeque.class, ArrayDeque::new),
          list(PriorityQueue.class, PriorityQueue::new),
          list(ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new),
          HASH_MAP,
          LINKED_HASH_MAP,
          TREE_MAP,
          CONCURRENT_HASH_MAP,
          map(ConcurrentSkipListMap.class, ConcurrentSkipListMap::new),
          map(Hashtable.class, Hashtable::new),
          map(Properties.class, Properties::new));

  /** What an interface is served with when the wire names nothing better. */
  static final Map<Class<?>, Shape> INTERFACES =
      Map.ofEntries(
          Map.entry(Iterable.class, ARRAY_LIST),
          Map.entry(Collection.class, ARRAY_LIST),
          Map.entry(List.class, ARRAY_LIST),
          Map.entry(Set.class, LINKED_HASH_SET),
          Map.entry(SortedSet.class, TREE_SET),
          Map.entry(NavigableSet.class, TREE_SET),
          Map.entry(Queue.class, LINKED_LIST),
          Map.entry(Deque.class, LINKED_LIST),
          Map.entry(Map.class, HASH_MAP),
          Map.entry(SortedMap.class, TREE_MAP),
          Map.entry(NavigableMap.class, TREE_MAP),
          Map.entry(ConcurrentMap.class, CONCURRENT_HASH_MAP));

  /** Classes without a public constructor whose names the peers write nevertheless. */
  static final Map<String, Shape> HIDDEN = hidden();

  private JdkCollections() {}

  /** How to write a collection or map that has no shape of its own; null for anything else. */
  static @Nullable Shape nearest(Class<?> type) {
    if (SortedMap.class.isAssignableFrom(type)) {
      return TREE_MAP;
    }
    if (Map.class.isAssignableFrom(type)) {
      return LINKED_HASH_MAP;
    }
    if (SortedSet.class.isAssignableFrom(type)) {
      return TREE_SET;
    }
    if (Set.class.isAssignableFrom(type)) {
      return LINKED_HASH_SET;
    }
    return Collection.class.isAssignableFrom(type) ? ARRAY_LIST : null;
  }

  private static Map<String, Shape> hidden() {
    Map<String, Shape> hidden = new HashMap<>();
    for (String view : List.of("Unmodifiable", "Synchronized", "Checked")) {
      put(hidden, ARRAY_LIST, view, "RandomAccessList", "List", "Collection");
      put(hidden, LINKED_HASH_SET, view, "Set");
      put(hidden, TREE_SET, view, "SortedSet", "NavigableSet");
      put(hidden, LINKED_HASH_MAP, view, "Map");
      put(hidden, TREE_MAP, view, "SortedMap", "NavigableMap");
    }
    put(hidden, ARRAY_LIST, "", "EmptyList", "SingletonList", "CopiesList");
    put(hidden, LINKED_HASH_SET, "", "EmptySet", "SingletonSet");
    put(hidden, LINKED_HASH_MAP, "", "EmptyMap", "SingletonMap");
    for (String name : List.of("ListN", "List12", "SubList")) {
      hidden.put("java.util.ImmutableCollections$" + name, ARRAY_LIST);
    }
    for (String name : List.of("SetN", "Set12")) {
      hidden.put("java.util.ImmutableCollections$" + name, LINKED_HASH_SET);
    }
    for (String name : List.of("MapN", "Map1")) {
      hidden.put("java.util.ImmutableCollections$" + name, LINKED_HASH_MAP);
    }
    for (String name :
        List.of(
            "Arrays$ArrayList",
            "ArrayList$SubList",
            "AbstractList$SubList",
            "AbstractList$RandomAccessSubList",
            "HashMap$Values",
            "LinkedHashMap$LinkedValues",
            "TreeMap$Values")) {
      hidden.put("java.util." + name, ARRAY_LIST);
    }
    for (String name :
        List.of(
            "HashMap$KeySet",
            "LinkedHashMap$LinkedKeySet",
            "TreeMap$KeySet",
            "RegularEnumSet",
            "JumboEnumSet")) {
      hidden.put("java.util." + name, LINKED_HASH_SET);
    }
    hidden.put("java.util.EnumMap", LINKED_HASH_MAP);
    return Collections.unmodifiableMap(hidden);
  }

  private static void put(Map<String, Shape> hidden, Shape shape, String view, String... names) {
    for (String name : names) {
      hidden.put("java.util.Collections$" + view + name, shape);
    }
  }

  private static CollectionShape list(
      Class<?> type, Supplier<Collection<@Nullable Object>> factory) {
    return new CollectionShape(type, type.getName(), factory);
  }

  private static MapShape map(
      Class<?> type, Supplier<Map<@Nullable Object, @Nullable Object>> factory) {
    return new MapShape(type, type.getName(), factory);
  }
}
