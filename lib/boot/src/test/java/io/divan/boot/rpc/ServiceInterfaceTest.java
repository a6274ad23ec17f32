package io.divan.boot.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.boot.DivanService;
import java.io.Serializable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.InitializingBean;

class ServiceInterfaceTest {
  interface Accounts {}

  interface Audited {}

  @DivanService
  static final class Plain implements Accounts, Serializable, InitializingBean {
    private static final long serialVersionUID = 1L;

    @Override
    public void afterPropertiesSet() {}
  }

  @DivanService
  static final class Two implements Accounts, Audited {}

  @DivanService(interfaceType = Audited.class)
  static final class Chosen implements Accounts, Audited {}

  @DivanService
  static final class None {}

  private static Class<?> of(Class<?> type) {
    DivanService how = type.getAnnotation(DivanService.class);
    assertThat(how).isNotNull();
    return ServiceInterface.of(type, how);
  }

  @Test
  void theOnlyInterfaceOfTheApplicationIsTheService() {
    assertThat(of(Plain.class)).isEqualTo(Accounts.class);
  }

  @Test
  void ofSeveralOneHasToBeNamed() {
    assertThat(of(Chosen.class)).isEqualTo(Audited.class);
    assertThatThrownBy(() -> of(Two.class)).hasMessageContaining("set interfaceType");
    assertThatThrownBy(() -> of(None.class)).hasMessageContaining("no interface");
  }

  @Test
  void anAdvertisedAddressMayLeaveThePortOut() {
    assertThat(AdvertisedEndpoint.parse("a.example", 12200)).hasToString("a.example:12200");
    assertThat(AdvertisedEndpoint.parse("a.example:9", 12200)).hasToString("a.example:9");
    assertThat(AdvertisedEndpoint.parse("[::1]:9", 12200)).hasToString("[::1]:9");
    assertThatThrownBy(() -> AdvertisedEndpoint.parse("a.example", 0))
        .hasMessageContaining("divan.rpc.port is 0");
  }
}
