package io.divan.doors.seata;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.time.Clock;
import io.divan.protocol.seata.SeataMessage.RegisterTm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may register.
 *
 * <p>A transaction manager signs its group, address and time with its access key (seata-all 2.6.0,
 * TmNettyRemotingClient.getExtraData and RamSignAdapter, "V4"). A resource manager of the stock
 * library signs nothing, so it is believed to be who a signed transaction manager of the same
 * application and host is, and refused while there is none; it tries again by itself.
 */
final class AccessCheck {
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(15);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final String HMAC = "HmacSHA256";

  private final Authentication authentication;
  private final Clock clock;
  private final ConcurrentHashMap<Place, Vouched> vouched = new ConcurrentHashMap<>();

  /** Where an application runs. */
  record Place(String application, String host) {}

  private record Vouched(Caller caller, int connections) {}

  AccessCheck(Authentication authentication, Clock clock) {
    this.authentication = authentication;
    this.clock = clock;
  }

  /**
   * @throws Failure DENIED if the signature is missing, old or wrong
   */
  Caller transactionManager(RegisterTm request) {
    if (!authentication.required()) {
      return Caller.anybody();
    }
    Map<String, String> said = extraData(request.extraData());
    String signed =
        request.group()
            + ","
            + said.getOrDefault("ip", "127.0.0.1")
            + ","
            + said.getOrDefault("timestamp", "");
    Instant time = time(said.getOrDefault("timestamp", ""));
    byte[] given = said.getOrDefault("digest", "").getBytes(StandardCharsets.US_ASCII);
    return authentication.byAccessKey(
        said.getOrDefault("ak", ""),
        secret -> MessageDigest.isEqual(signature(secret, time, signed), given));
  }

  private Instant time(String millis) {
    Instant now = clock.now();
    if (!millis.matches("\\d{1,15}")) {
      throw denied("it carries no signature; set seata.accessKey and seata.secretKey");
    }
    Instant time = Instant.ofEpochMilli(Long.parseLong(millis));
    if (Duration.between(time, now).abs().compareTo(CLOCK_DIFFERENCE) > 0) {
      throw denied("its signature is of " + time + ", and here it is " + now);
    }
    return time;
  }

  private static Map<String, String> extraData(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        pairs.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return pairs;
  }

  private static byte[] signature(String secret, Instant time, String signed) {
    byte[] key = bytes("aliyun_v4" + secret);
    String day = time.atOffset(ZoneOffset.UTC).format(DAY);
    for (String step : new String[] {day, "cn-beijing", "seata", "aliyun_v4_request"}) {
      key = hmac(key, bytes(step));
    }
    return Base64.getEncoder().encode(hmac(key, bytes(signed)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws Failure DENIED if no signed transaction manager of that place is connected
   */
  Caller resourceManager(Place place) {
    if (!authentication.required()) {
      return Caller.anybody();
    }
    return Optional.ofNullable(vouched.get(place))
        .map(Vouched::caller)
        .orElseThrow(
            () -> denied("no transaction manager of " + place + " has shown an access key before"));
  }

  private static Failure denied(String why) {
    return Failure.of(Kind.DENIED, "seata.register", "A client may not register: " + why + ".");
  }

  /** A transaction manager of that place is connected. */
  void vouch(Place place, Caller caller) {
    vouched.merge(
        place,
        new Vouched(caller, 1),
        (known, more) -> new Vouched(caller, known.connections() + 1));
  }

  /** One of them has gone. */
  void unvouch(Place place) {
    vouched.computeIfPresent(
        place,
        (key, known) ->
            known.connections() == 1 ? null : new Vouched(known.caller(), known.connections() - 1));
  }
}
