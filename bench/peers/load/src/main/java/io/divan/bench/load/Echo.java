package io.divan.bench.load;

/** The service of those contenders that have Java interfaces for services. */
public interface Echo {
  String text(String text);

  Order order(Order order);

  /** Gives back what it got. */
  final class Plain implements Echo {
    @Override
    public String text(String text) {
      return text;
    }

    @Override
    public Order order(Order order) {
      return order;
    }
  }
}
