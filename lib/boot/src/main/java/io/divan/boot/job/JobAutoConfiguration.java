package io.divan.boot.job;

import com.xxl.job.core.executor.impl.XxlJobSpringExecutor;
import io.divan.boot.DivanProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Runs scheduled jobs: methods with {@code @DivanJob}, and those with {@code @XxlJob}. */
@AutoConfiguration
@ConditionalOnClass(XxlJobSpringExecutor.class)
@ConditionalOnProperty("divan.server")
@ConditionalOnProperty(name = "divan.job.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DivanProperties.class)
class JobAutoConfiguration {
  /** Where the application is reached, and as whom. */
  record ExecutorAddress(String name, int port, String url) {}

  @Bean
  static JobMethods divanJobMethods() {
    return new JobMethods();
  }

  @Bean
  ExecutorAddress divanExecutorAddress(
      DivanProperties properties,
      @Value("${spring.application.name:application}") String application) {
    DivanProperties.Job job = properties.job();
    int port = job.port() == 0 ? freePort() : job.port();
    String name = job.name().isEmpty() ? application : job.name();
    return new ExecutorAddress(name, port, "http://" + job.host() + ":" + port + "/");
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> admins(DivanProperties properties) {
    return properties.hosts().stream()
        .map(host -> "http://" + host + ":" + properties.job().serverPort() + "/xxl-job-admin")
        .toList();
  }

  @Bean
  SchedulerApi divanScheduler(DivanProperties properties, ExecutorAddress self) {
    return new SchedulerApi(
        admins(properties), properties.job().accessToken(), self.name(), self.url());
  }

  /** The handlers are there before the executor registers, which is when all beans are. */
  @Bean
  SmartInitializingSingleton divanJobHandlers(JobMethods methods, SchedulerApi scheduler) {
    return () -> methods.register(scheduler);
  }

  @Bean
  @ConditionalOnMissingBean
  XxlJobSpringExecutor divanJobExecutor(DivanProperties properties, ExecutorAddress self) {
    var executor = new XxlJobSpringExecutor();
    executor.setAdminAddresses(String.join(",", admins(properties)));
    executor.setAccessToken(properties.job().accessToken());
    executor.setAppname(self.name());
    executor.setAddress(self.url());
    executor.setPort(self.port());
    executor.setLogPath(properties.job().logs());
    executor.setLogRetentionDays(30);
    return executor;
  }

  @Bean
  ChunkWorkers divanChunkWorkers(
      DivanProperties properties, JobMethods methods, SchedulerApi scheduler) {
    return new ChunkWorkers(scheduler, methods.all(), properties.job().workers());
  }
}
