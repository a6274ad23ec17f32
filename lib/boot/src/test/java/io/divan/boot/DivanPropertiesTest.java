package io.divan.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.boot.DivanProperties.DataSources;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class DivanPropertiesTest {
  private static DivanProperties read(Map<String, Object> values) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", values));
    return DivanProperties.of(environment);
  }

  @Test
  void aHostIsEnough() {
    DivanProperties properties = read(Map.of("divan.server", "divan.example"));
    assertThat(properties.nacosServers()).isEqualTo("divan.example:8848");
    assertThat(properties.hosts()).containsExactly("divan.example");
    assertThat(properties.rpc().port()).isEqualTo(12200);
    assertThat(properties.tx().dataSources()).isEqualTo(DataSources.AT);
    assertThat(properties.nacosIdentity()).isEmpty();
  }

  @Test
  void aServerMayHaveItsOwnPortAndCompany() {
    DivanProperties properties = read(Map.of("divan.server", "a:7000, b"));
    assertThat(properties.nacosServers()).isEqualTo("a:7000,b:8848");
    assertThat(properties.hosts()).containsExactly("a", "b");
  }

  @Test
  void withoutAServerThereAreNoHosts() {
    assertThat(read(Map.of()).hosts()).isEmpty();
  }

  @Test
  void seatasOwnKeysKeepTheirForm() {
    DivanProperties properties =
        read(Map.of("divan.tx.properties.client.rm.lock.retryTimes", "10"));
    assertThat(properties.tx().properties()).containsEntry("client.rm.lock.retryTimes", "10");
  }

  @Test
  void aChangeTouchesWhatIsBelowAPrefixWhateverTheDashes() {
    var event = new DivanConfigurationChanged(this, Set.of("limits.mostPerDay"));
    assertThat(event.touches("limits")).isTrue();
    assertThat(event.touches("limits.most-per-day")).isTrue();
    assertThat(event.touches("limit")).isFalse();
  }
}
