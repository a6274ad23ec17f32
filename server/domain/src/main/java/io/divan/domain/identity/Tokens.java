package io.divan.domain.identity;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.identity.wire.TokenClaims;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that every node can verify: claims and their HMAC-SHA256, both base64url, joined by a dot.
 */
final class Tokens {
  private static final int MAX_LENGTH = 1024;
  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Tokens() {}

  static String issue(byte[] key, String user, long passwordIndex, Instant expires) {
    byte[] claims =
        TokenClaims.newBuilder()
            .setUser(user)
            .setPasswordIndex(passwordIndex)
            .setExpiresMillis(expires.toEpochMilli())
            .build()
            .toByteArray();
    return ENCODER.encodeToString(claims) + "." + ENCODER.encodeToString(hmac(key, claims));
  }

  /** What a token says, if it was signed with this key. */
  static Optional<TokenClaims> open(byte[] key, String token) {
    int dot = token.indexOf('.');
    if (dot < 0 || token.length() > MAX_LENGTH || key.length == 0) {
      return Optional.empty();
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(token.substring(0, dot));
      byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      return MessageDigest.isEqual(signature, hmac(key, claims))
          ? Optional.of(TokenClaims.parseFrom(ByteString.copyFrom(claims)))
          : Optional.empty();
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      return Optional.empty(); // not base64: not a token of ours
    }
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java runtime has it
    }
  }
}
