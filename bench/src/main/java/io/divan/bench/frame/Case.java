package io.divan.bench.frame;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One comparison: who takes part and what each is made to do. */
public interface Case {
  /** What it is called on the command line. */
  String name();

  /** What is measured, {@code pojo/32}; the last part is the number of threads. */
  List<String> rows();

  /** Ours first, then the peers. */
  List<Contender> contenders();

  /** Lines to print below the table: what is known of peers that cannot take part. */
  default List<String> recorded() {
    return List.of();
  }

  /** Somebody who takes part. */
  interface Contender {
    /** {@code ours}, or the peer's name. */
    String name();

    /**
     * Starts it, ready to be measured.
     *
     * @throws Exception if it cannot be started; it is then reported as such
     */
    Running start() throws Exception;
  }

  /** A contender that has been started. */
  interface Running extends AutoCloseable {
    /**
     * Does what the row says for so long and gives the values by metric; a metric's name ends in
     * its unit.
     */
    Map<String, Double> run(String row, Duration time) throws Exception;

    @Override
    void close();
  }
}
