package io.divan.boot.registry;

import com.alibaba.nacos.api.naming.pojo.Instance;
import io.divan.boot.DivanProperties;
import io.divan.boot.rpc.OfferedAddress;
import io.divan.rpc.Address;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Registers the application under its name. */
@AutoConfiguration
@ConditionalOnProperty("divan.server")
@EnableConfigurationProperties(DivanProperties.class)
class RegistryAutoConfiguration {
  @Bean
  ApplicationInstance divanApplicationInstance(
      DivanProperties properties, Environment environment, OfferedAddress offered) {
    return new ApplicationInstance(properties, () -> describe(environment, offered));
  }

  /** The web server's port if there is one, else the services'; 0 if nobody is to call it. */
  private static Instance describe(Environment environment, OfferedAddress offered) {
    Address services = offered.address();
    int web = environment.getProperty("local.server.port", Integer.class, 0);
    Map<String, String> metadata = new HashMap<>();
    metadata.put("pid", String.valueOf(ProcessHandle.current().pid()));
    if (services.port() > 0) {
      metadata.put("rpc", services.toString());
    }
    Instance instance = new Instance();
    instance.setServiceName(environment.getProperty("spring.application.name", "application"));
    instance.setIp(services.host());
    instance.setPort(web > 0 ? web : services.port());
    instance.setMetadata(metadata);
    return instance;
  }
}
