package io.divan.boot.tx;

import org.apache.seata.config.Configuration;
import org.apache.seata.config.ExtConfigurationProvider;

/**
 * Hands Seata's library its own configuration back, which is {@link SeataSettings}: where nobody
 * does, it reports an error at every start.
 *
 * <p>Public because the library makes it.
 */
public final class SeataConfiguration implements ExtConfigurationProvider {
  @Override
  public Configuration provide(Configuration own) {
    return own;
  }
}
