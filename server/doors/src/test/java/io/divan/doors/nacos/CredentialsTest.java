package io.divan.doors.nacos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Signatures as nacos-client makes them; the expected ones are OpenSSL's. */
class CredentialsTest {
  private static final String TIME = "1700000000000";
  private static final Subject CONFIG = new Subject.Config("public", "G");
  private static final Subject SERVICE = new Subject.Service("G", "svc");
  private static final String CONFIG_SIGNATURE = "a6fcmoJmkwwzjmeCNQjgR4EHA7Q=";
  private static final String TIME_SIGNATURE = "GkxmUVZIPEAQC5SikuOBv4kZAhc=";
  private static final String SERVICE_SIGNATURE = "HVm37Wj7wh4Ox/ICy/4ilyQY29k=";

  private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(1_700_000_000_000L));
  private final Credentials credentials = new Credentials(new OneUser(), clock);

  private String caller(Map<String, String> said, Subject subject) {
    return credentials.caller(name -> said.getOrDefault(name, ""), subject).name();
  }

  private void assertDenied(Map<String, String> said, Subject subject) {
    var failure = catchThrowableOfType(Failure.class, () -> caller(said, subject));
    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
  }

  private static Map<String, String> config(String signature) {
    return Map.of("Spas-AccessKey", "ak", "Timestamp", TIME, "Spas-Signature", signature);
  }

  private static Map<String, String> service(String data, String signature) {
    return Map.of("ak", "ak", "data", data, "signature", signature);
  }

  @Test
  void aTokenIsTakenFromEitherPlace() {
    assertThat(caller(Map.of("accessToken", "t"), CONFIG)).isEqualTo("token t");
    assertThat(caller(Map.of("Authorization", "Bearer t"), SERVICE)).isEqualTo("token t");
  }

  @Test
  void aSignatureAboutAConfigurationIsCheckedWithItsNamespaceGroupAndTime() {
    assertThat(caller(config(CONFIG_SIGNATURE), CONFIG)).isEqualTo("ak");
    assertDenied(config(CONFIG_SIGNATURE), new Subject.Config("public", "H"));
    assertDenied(config(TIME_SIGNATURE), CONFIG);
    assertDenied(config(""), CONFIG);
  }

  @Test
  void aSignatureAboutAllConfigurationsIsOfTheTimeAlone() {
    assertThat(caller(config(TIME_SIGNATURE), new Subject.Config("", ""))).isEqualTo("ak");
  }

  @Test
  void aSignatureAboutAServiceMustBeAboutThatService() {
    String data = TIME + "@@G@@svc";
    assertThat(caller(service(data, SERVICE_SIGNATURE), SERVICE)).isEqualTo("ak");
    assertDenied(service(data, SERVICE_SIGNATURE), new Subject.Service("G", "other"));
    assertDenied(service(data, TIME_SIGNATURE), SERVICE);
    assertThat(caller(service(TIME, TIME_SIGNATURE), new Subject.Service("G", ""))).isEqualTo("ak");
  }

  @Test
  void anOldSignatureIsWorthNothing() {
    clock.advance(Duration.ofMinutes(14));
    assertThat(caller(config(CONFIG_SIGNATURE), CONFIG)).isEqualTo("ak");
    clock.advance(Duration.ofMinutes(2));
    assertDenied(config(CONFIG_SIGNATURE), CONFIG);
    assertDenied(service(TIME + "@@G@@svc", SERVICE_SIGNATURE), SERVICE);
  }

  @Test
  void whoSaysNothingIsTurnedAway() {
    assertDenied(Map.of(), CONFIG);
    assertDenied(Map.of(), SERVICE);
    var said = new HashMap<>(config(CONFIG_SIGNATURE));
    said.put("Timestamp", "yesterday");
    assertDenied(said, CONFIG);
  }

  /** One access key, and tokens that are all good. */
  private static final class OneUser implements Authentication {
    @Override
    public boolean required() {
      return true;
    }

    @Override
    public Login login(String user, String password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Caller byToken(String token) {
      return new Caller("token " + token, Map.of());
    }

    @Override
    public Caller byAccessKey(String accessKey, Predicate<String> isSignedWith) {
      if (!accessKey.equals("ak") || !isSignedWith.test("secret")) {
        throw Failure.of(Kind.DENIED, "test.denied", "no");
      }
      return new Caller(accessKey, Map.of());
    }
  }
}
