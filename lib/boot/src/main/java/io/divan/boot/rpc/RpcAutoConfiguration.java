package io.divan.boot.rpc;

import io.divan.boot.DivanProperties;
import io.divan.rpc.Discovery;
import io.divan.rpc.client.ClientFilter;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.nacos.NacosDiscovery;
import io.divan.rpc.nacos.NacosOptions;
import io.divan.rpc.server.ServerFilter;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Offers and injects services. */
@AutoConfiguration
@ConditionalOnProperty("divan.server")
@EnableConfigurationProperties(DivanProperties.class)
class RpcAutoConfiguration {
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Discovery divanDiscovery(DivanProperties properties) {
    NacosOptions options = NacosOptions.at(properties.nacosServers());
    String namespace = properties.rpc().namespace();
    if (namespace != null) {
      options = options.withNamespace(namespace);
    } else if (!properties.namespace().isEmpty()) {
      options = options.withNamespace(properties.namespace());
    }
    for (Map.Entry<String, String> each : properties.nacosIdentity().entrySet()) {
      options = options.withProperty(each.getKey(), each.getValue());
    }
    return NacosDiscovery.connect(options);
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  RpcClient divanRpcClient(
      DivanProperties properties,
      @Value("${spring.application.name:application}") String application,
      ObjectProvider<ClientFilter> filters) {
    ClientOptions.Builder options =
        ClientOptions.builder().app(application).timeout(properties.rpc().timeout());
    filters.orderedStream().forEach(options::filter);
    return RpcClient.create(options.build());
  }

  @Bean
  References divanReferences(RpcClient client, Discovery discovery, DivanProperties properties) {
    return new References(client, discovery, properties.rpc().drainTimeout());
  }

  @Bean
  ServiceExports divanServiceExports(
      ListableBeanFactory beans,
      DivanProperties properties,
      @Value("${spring.application.name:application}") String application,
      Discovery discovery,
      ObjectProvider<ServerFilter> filters) {
    List<ServerFilter> all = filters.orderedStream().toList();
    return new ServiceExports(beans, properties.rpc(), application, discovery, all);
  }

  @Bean
  static BeanFactoryPostProcessor divanReferenceInjection() {
    return factory -> {
      if (factory instanceof DefaultListableBeanFactory beans) {
        beans.setAutowireCandidateResolver(
            new ReferenceResolver(
                beans.getAutowireCandidateResolver(), () -> beans.getBean(References.class)));
      }
    };
  }
}
