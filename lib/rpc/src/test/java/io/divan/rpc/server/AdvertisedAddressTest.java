package io.divan.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.rpc.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvertisedAddressTest {
  private static final Address LISTENING = new Address("0.0.0.0", 4711);

  @Test
  void whatIsToldGoesBeforeWhatIsListenedOn() {
    ServerOptions told = ServerOptions.builder().advertised("bank.example", 1).build();
    assertThat(AdvertisedAddress.of(told, LISTENING)).isEqualTo(new Address("bank.example", 1));
    ServerOptions plain = ServerOptions.builder().listen("10.0.0.1", 0).build();
    assertThat(AdvertisedAddress.of(plain, LISTENING)).isEqualTo(new Address("10.0.0.1", 4711));
  }

  @Test
  void amongSeveralAddressesNoneIsGuessed() {
    assertThat(AdvertisedAddress.onlyOne(List.of("10.0.0.1"), 1)).hasToString("10.0.0.1:1");
    assertThatThrownBy(() -> AdvertisedAddress.onlyOne(List.of("10.0.0.1", "10.0.0.2"), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("10.0.0.2")
        .hasMessageContaining("Set ServerOptions.advertised");
  }
}
