package io.divan.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.settings.DataSize;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressesTest {
  @Test
  void loopbackIsAdvertisedAsItself() {
    Addresses addresses = Addresses.of(settings("127.0.0.1", null), List::of);
    assertThat(addresses.advertised()).isEqualTo("127.0.0.1");
    assertThat(addresses.isBeyondLoopback()).isFalse();
  }

  @Test
  void theOnlyAddressIsAdvertised() {
    Addresses addresses = Addresses.of(settings("0.0.0.0", null), () -> List.of("10.1.2.3"));
    assertThat(addresses.advertised()).isEqualTo("10.1.2.3");
    assertThat(addresses.isBeyondLoopback()).isTrue();
  }

  @Test
  void oneOfSeveralIsNeverGuessed() {
    assertThatThrownBy(
            () -> Addresses.of(settings("0.0.0.0", null), () -> List.of("10.1.2.3", "192.168.0.7")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("10.1.2.3, 192.168.0.7")
        .hasMessageContaining("net.advertised-address");
  }

  @Test
  void aNamedOneIsTaken() {
    Addresses addresses =
        Addresses.of(settings("0.0.0.0", "divan.bank"), () -> List.of("10.1.2.3", "10.1.2.4"));
    assertThat(addresses.advertised()).isEqualTo("divan.bank");
  }

  @Test
  void aHostThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Addresses.of(settings("no.such.host.invalid", null), List::of))
        .isInstanceOf(Failure.class);
  }

  private static NetSettings settings(String host, @Nullable String advertised) {
    return new NetSettings(
        host,
        Optional.ofNullable(advertised),
        10,
        new DataSize(100),
        Optional.empty(),
        Optional.empty());
  }
}
