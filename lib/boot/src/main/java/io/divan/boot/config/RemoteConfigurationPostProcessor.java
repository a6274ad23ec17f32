package io.divan.boot.config;

import io.divan.boot.DivanProperties;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/** Puts the server's configuration into the environment before anything is made from it. */
final class RemoteConfigurationPostProcessor implements EnvironmentPostProcessor, Ordered {
  private static final String BEAN = "divanRemoteConfiguration";
  private static final String SERVER_BEAN = "divanServerDocuments";

  private final Log log;
  private final ConfigurableBootstrapContext bootstrap;

  RemoteConfigurationPostProcessor(
      DeferredLogFactory logs, ConfigurableBootstrapContext bootstrap) {
    this.log = logs.getLog(RemoteConfiguration.class);
    this.bootstrap = bootstrap;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    DivanProperties properties = DivanProperties.of(environment);
    if (properties.hosts().isEmpty()) {
      log.info("divan.server is not set: the application runs without Divan");
      return;
    }
    if (!properties.config().enabled()) {
      return;
    }
    List<RemoteDocument> documents =
        RemoteDocument.of(environment.getProperty("spring.application.name", "application"));
    MutablePropertySources sources = environment.getPropertySources();
    String above = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    for (RemoteDocument document : documents) {
      sources.addAfter(above, new MapPropertySource(document.sourceName(), Map.of()));
      above = document.sourceName();
    }
    var server = new ServerDocuments(log, properties);
    var configuration = new RemoteConfiguration(log, properties, server, documents, sources);
    configuration.start();
    bootstrap.addCloseListener(closed -> {
      var beans = closed.getApplicationContext().getBeanFactory();
      beans.registerSingleton(SERVER_BEAN, server);
      beans.registerSingleton(BEAN, configuration);
    });
  }

  /** Right after the application's own files, which say where the server is. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }
}
