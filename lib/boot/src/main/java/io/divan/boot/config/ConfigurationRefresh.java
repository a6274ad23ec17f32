package io.divan.boot.config;

import io.divan.boot.DivanConfigurationChanged;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Carries changed properties to the beans: binds those of {@code @ConfigurationProperties} with
 * setters again, then publishes {@link DivanConfigurationChanged}.
 */
final class ConfigurationRefresh implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationRefresh.class);

  private final ApplicationContext context;
  private final RemoteConfiguration configuration;
  private final ConfigurationPropertiesBindingPostProcessor binder;
  private volatile boolean running;

  ConfigurationRefresh(
      ApplicationContext context,
      RemoteConfiguration configuration,
      ConfigurationPropertiesBindingPostProcessor binder) {
    this.context = context;
    this.configuration = configuration;
    this.binder = binder;
  }

  private void refresh(Set<String> changed) {
    if (!running) {
      return;
    }
    LOG.info("configuration has changed: {}", changed);
    DivanConfigurationChanged event = new DivanConfigurationChanged(this, changed);
    for (Map.Entry<String, ConfigurationPropertiesBean> each :
        ConfigurationPropertiesBean.getAll(context).entrySet()) {
      Object bean = each.getValue().getInstance();
      if (bean != null && event.touches(each.getValue().getAnnotation().prefix())) {
        bind(each.getKey(), bean);
      }
    }
    context.publishEvent(event);
  }

  private void bind(String name, Object bean) {
    try {
      binder.postProcessBeforeInitialization(bean, name);
    } catch (RuntimeException e) { // a value that does not fit must not keep others from their own
      LOG.error("'{}' cannot be bound to the changed configuration", name, e);
    }
  }

  @Override
  public void start() {
    running = true;
    configuration.listen(this::refresh);
  }

  @Override
  public void stop() {
    running = false;
    configuration.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before anything is offered to others. */
  @Override
  public int getPhase() {
    return 0;
  }
}
