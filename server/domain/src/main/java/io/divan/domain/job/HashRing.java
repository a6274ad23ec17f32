package io.divan.domain.job;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/**
 * Gives each key one of the addresses, so that most keys keep theirs when an address comes or goes
 * (Karger et al., "Consistent Hashing and Random Trees", 1997).
 */
final class HashRing {
  private static final int POINTS = 100; // per address
  private final TreeMap<Long, String> ring = new TreeMap<>();

  HashRing(List<String> addresses) {
    for (String address : addresses) {
      for (int point = 0; point < POINTS; point++) {
        ring.merge(hash(address + '#' + point), address, HashRing::smaller);
      }
    }
  }

  String at(long key) {
    var next = ring.ceilingEntry(mixed(key));
    return next == null ? ring.firstEntry().getValue() : next.getValue();
  }

  private static String smaller(String one, String other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** FNV-1a of 64 bits, mixed, as neighbouring texts differ too little in its high bits. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
