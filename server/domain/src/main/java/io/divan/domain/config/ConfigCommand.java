package io.divan.domain.config;

import io.divan.kernel.machine.Command;

/** What can be asked of the configurations, and, as its type argument, what comes of it. */
sealed interface ConfigCommand<R> extends Command<R> {

  /** Whose configuration is changed. */
  ConfigKey key();

  Retention retention();

  /**
   * @param md5 of the draft's content, in hex, worked out before it is proposed
   */
  record Publish(ConfigKey key, Draft draft, String md5, Expected expected, Retention retention)
      implements ConfigCommand<Published> {}

  /** The result says whether there was anything to remove. */
  record Remove(ConfigKey key, Retention retention) implements ConfigCommand<Boolean> {}

  /** Makes the content of an older version the newest. */
  record RollBack(ConfigKey key, long version, Retention retention)
      implements ConfigCommand<Published> {}
}
