package io.divan.bank.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What goes wrong in a run with faults, drawn from the seed.
 *
 * @param underfunded accounts that open with less than the sum of their orders, and what with
 * @param kills when something is killed and started again, in order
 */
record FaultPlan(Map<Long, BigDecimal> underfunded, List<Kill> kills) {
  /** One account in so many is underfunded. */
  private static final int UNDERFUNDED_OF = 75;

  static final FaultPlan NONE = new FaultPlan(Map.of(), List.of());

  FaultPlan {
    underfunded = Collections.unmodifiableMap(new TreeMap<>(underfunded));
    kills = List.copyOf(kills);
  }

  /** Who is killed. */
  enum Victim {
    HOME_BANK("home-bank"),
    PARTNER_BANKS("partner-banks"),
    CLEARING("clearing"),
    /** The single server, or the node that leads. */
    SERVER("the Divan server that leads"),
    FOLLOWER("a Divan server that follows");

    private final String title;

    Victim(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * A kill -9.
   *
   * @param afterOrders how many orders are done with when it comes
   */
  record Kill(Victim victim, int afterOrders) {}

  /**
   * Draws a plan.
   *
   * @param needed every account and the sum of its orders
   * @param orders how many there are
   * @param cluster whether there are servers that follow
   */
  static FaultPlan of(long seed, Map<Long, BigDecimal> needed, int orders, boolean cluster) {
    var random = new SplittableRandom(seed);
    return new FaultPlan(underfunded(random, needed), kills(random, orders, cluster));
  }

  private static Map<Long, BigDecimal> underfunded(
      SplittableRandom random, Map<Long, BigDecimal> needed) {
    List<Map.Entry<Long, BigDecimal>> accounts = new ArrayList<>(new TreeMap<>(needed).entrySet());
    Collections.shuffle(accounts, random);
    int many = Math.min(accounts.size(), Math.max(1, accounts.size() / UNDERFUNDED_OF));
    Map<Long, BigDecimal> drawn = new TreeMap<>();
    for (var account : accounts.subList(0, many)) {
      BigDecimal share = BigDecimal.valueOf(random.nextInt(100), 2);
      // Less than a whole share, rounded down: always less than is needed.
      BigDecimal opened = account.getValue().multiply(share).setScale(2, RoundingMode.DOWN);
      drawn.put(account.getKey(), opened);
    }
    return drawn;
  }

  private static List<Kill> kills(SplittableRandom random, int orders, boolean cluster) {
    List<Victim> bank = List.of(Victim.HOME_BANK, Victim.PARTNER_BANKS, Victim.CLEARING);
    List<Victim> victims = new ArrayList<>();
    victims.add(bank.get(random.nextInt(bank.size())));
    victims.add(Victim.SERVER);
    if (cluster) {
      victims.addAll(List.of(Victim.FOLLOWER, Victim.SERVER));
    }
    Collections.shuffle(victims, random);
    List<Kill> kills = new ArrayList<>();
    int share = 80 / victims.size(); // of the orders, in per cent
    for (int i = 0; i < victims.size(); i++) {
      int within = share / 4 + random.nextInt(share / 2);
      kills.add(new Kill(victims.get(i), percent(orders, 10 + i * share + within)));
    }
    return kills;
  }

  private static int percent(int of, int percent) {
    return (int) ((long) of * percent / 100);
  }
}
