package io.divan.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  /** Source: sofa-rpc-all 5.13.2, {@code ConfigUniqueNameGenerator.getUniqueName}. */
  @Test
  void aServiceIsCalledAsOnTheWire() {
    assertThat(ServiceName.of("a.Service")).hasToString("a.Service:1.0");
    assertThat(ServiceName.of("a.Service").withVersion("2").withUniqueId("eu"))
        .hasToString("a.Service:2:eu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a@b"})
  void aNameThatCouldBeTakenForAnotherIsRefused(String bad) {
    assertThatThrownBy(() -> ServiceName.of(bad)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ServiceName.of("a").withUniqueId(bad))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesAreReadAndPrinted() {
    assertThat(Address.parse("host:1")).isEqualTo(new Address("host", 1));
    assertThat(Address.parse("bolt://10.0.0.1:12200")).hasToString("10.0.0.1:12200");
    assertThat(Address.parse("[::1]:80")).isEqualTo(new Address("::1", 80));
    assertThat(new Address("::1", 80)).hasToString("[::1]:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", ":1", "host:", "host:x", "host:70000"})
  void whatIsNoAddressIsRefused(String bad) {
    assertThatThrownBy(() -> Address.parse(bad)).isInstanceOf(IllegalArgumentException.class);
  }
}
