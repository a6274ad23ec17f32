package io.divan.doors.nacos;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.time.Clock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who sends a request: by the token of a login, or by a signature made with an access key.
 *
 * <p>Sources: ConfigResourceInjector, NamingResourceInjector and SpasAdapter of nacos-client 3.1.1;
 * ConfigTransportClient and AbstractNamingClientProxy of 2.0.3. All of them sign with HMAC-SHA1.
 * Alibaba Cloud's "v4" signatures are not known here.
 */
final class Credentials {
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(15);
  private static final String HMAC = "HmacSHA1";
  private static final String BEARER = "Bearer ";
  private static final String SERVICE_SEPARATOR = "@@";

  private final Authentication authentication;
  private final Clock clock;

  Credentials(Authentication authentication, Clock clock) {
    this.authentication = authentication;
    this.clock = clock;
  }

  /** What a signature has to be about, for each kind of request. */
  sealed interface Subject {
    /** A configuration, or all of them: then both are empty. Spelled as the client does. */
    record Config(String tenant, String group) implements Subject {}

    /** A service, or all of a group: then the name is empty. */
    record Service(String group, String name) implements Subject {}
  }

  /**
   * Establishes who sends a request.
   *
   * @param said what the request says by a name: its headers or parameters; empty if nothing
   * @throws Failure DENIED if it says nothing, or something wrong
   */
  Caller caller(UnaryOperator<String> said, Subject subject) {
    if (!authentication.required()) {
      return Caller.anybody();
    }
    String token = token(said);
    if (!token.isEmpty()) {
      return authentication.byToken(token);
    }
    return switch (subject) {
      case Subject.Config config -> signer(said, config);
      case Subject.Service service -> signer(said, service);
    };
  }

  private static String token(UnaryOperator<String> said) {
    String token = said.apply("accessToken");
    String authorization = said.apply("Authorization");
    return token.isEmpty() && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length())
        : token;
  }

  private Caller signer(UnaryOperator<String> said, Subject.Config subject) {
    String key = required(said.apply("Spas-AccessKey"));
    String time = said.apply("Timestamp");
    checkTime(time);
    String resource = resource(subject);
    String signed = resource.isEmpty() ? time : resource + "+" + time;
    return byAccessKey(key, signed, said.apply("Spas-Signature"));
  }

  private static String resource(Subject.Config subject) {
    if (subject.tenant().isBlank()) {
      return subject.group();
    }
    return subject.group().isBlank() ? subject.tenant() : subject.tenant() + "+" + subject.group();
  }

  private Caller signer(UnaryOperator<String> said, Subject.Service subject) {
    String key = required(said.apply("ak"));
    String data = said.apply("data");
    int separator = data.indexOf(SERVICE_SEPARATOR);
    checkTime(separator < 0 ? data : data.substring(0, separator));
    String about = separator < 0 ? "" : data.substring(separator + SERVICE_SEPARATOR.length());
    String grouped = subject.group() + SERVICE_SEPARATOR + subject.name();
    List<String> same = List.of(subject.name(), grouped);
    if (!same.contains(about)) {
      throw denied("The signature is about another service.");
    }
    return byAccessKey(key, data, said.apply("signature"));
  }

  private static String required(String accessKey) {
    if (accessKey.isEmpty()) {
      throw denied("Log in first: the request carries neither a token nor a signature.");
    }
    return accessKey;
  }

  private void checkTime(String millis) {
    if (!millis.matches("\\d{1,15}")) {
      throw denied("The signature says nothing of its time.");
    }
    Instant time = Instant.ofEpochMilli(Long.parseLong(millis));
    Instant now = clock.now();
    if (Duration.between(time, now).abs().compareTo(CLOCK_DIFFERENCE) > 0) {
      throw denied("The signature is of " + time + ", and here it is " + now + ".");
    }
  }

  private Caller byAccessKey(String key, String signed, String signature) {
    byte[] given = signature.getBytes(StandardCharsets.UTF_8);
    return authentication.byAccessKey(
        key, secret -> MessageDigest.isEqual(sign(secret, signed), given));
  }

  private static byte[] sign(String secret, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return Base64.getEncoder().encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java runtime has it
    }
  }

  private static Failure denied(String message) {
    return Failure.of(Kind.DENIED, "nacos.credentials", message);
  }
}
