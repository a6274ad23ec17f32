package io.divan.doors.seata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.doors.seata.AccessCheck.Place;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.time.ManualClock;
import io.divan.protocol.seata.SeataMessage.RegisterTm;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who may register, by the signature that seata-all 2.6.0's DefaultAuthSigner makes. */
class AccessCheckTest {
  private static final long SIGNED_AT = 1_763_700_000_000L;

  /** What seata-all 2.6.0 gave for "bank-group,10.0.0.7,1763700000000" and the secret "s3cret". */
  private static final String DIGEST = "yPKXBp/1nXhhMPEDLw5ckp0YublE4Zwz1F4NU1CV5Uo=";

  private static final Place BANK = new Place("bank", "10.0.0.7");

  private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(SIGNED_AT));
  private final AccessCheck check = new AccessCheck(new OneKey(true), clock);

  @Test
  void theStockLibrarysSignatureIsAccepted() {
    assertThat(check.transactionManager(signed(DIGEST))).isEqualTo(Caller.anybody());
  }

  @Test
  void anotherSignatureIsRefused() {
    assertThatThrownBy(() -> check.transactionManager(signed(DIGEST.replace('y', 'z'))))
        .isInstanceOf(Failure.class);
  }

  @Test
  void noSignatureIsRefusedWithTheSettingsThatGiveOne() {
    assertThatThrownBy(() -> check.transactionManager(registration("")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("seata.accessKey");
  }

  @Test
  void aSignatureThatSomebodyKeptIsRefused() {
    clock.advance(Duration.ofMinutes(16));
    assertThatThrownBy(() -> check.transactionManager(signed(DIGEST))).isInstanceOf(Failure.class);
  }

  @Test
  void aResourceManagerIsBelievedWhileASignedManagerOfItsPlaceIsConnected() {
    assertThatThrownBy(() -> check.resourceManager(BANK)).isInstanceOf(Failure.class);
    check.vouch(BANK, Caller.anybody());
    check.vouch(BANK, Caller.anybody());
    check.unvouch(BANK);
    assertThat(check.resourceManager(BANK)).isEqualTo(Caller.anybody());
    assertThatThrownBy(() -> check.resourceManager(new Place("bank", "10.0.0.8")))
        .isInstanceOf(Failure.class);
    check.unvouch(BANK);
    assertThatThrownBy(() -> check.resourceManager(BANK)).isInstanceOf(Failure.class);
  }

  @Test
  void nobodyIsAskedWhereIdentityIsOff() {
    var open = new AccessCheck(new OneKey(false), clock);
    assertThat(open.transactionManager(registration(""))).isEqualTo(Caller.anybody());
    assertThat(open.resourceManager(BANK)).isEqualTo(Caller.anybody());
  }

  private static RegisterTm signed(String digest) {
    return registration(
        "ip=10.0.0.7\ntimestamp=%d\nak=%s\ndigest=%s\nauthVersion=V4\n"
            .formatted(SIGNED_AT, OneKey.KEY, digest));
  }

  private static RegisterTm registration(String extraData) {
    return new RegisterTm("2.6.0", "bank", "bank-group", extraData);
  }
}
