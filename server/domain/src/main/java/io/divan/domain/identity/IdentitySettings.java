package io.divan.domain.identity;

import io.divan.kernel.settings.Setting;
import java.time.Duration;
import java.util.Optional;

/** Who must say who they are. */
public record IdentitySettings(
    @Setting(
            doc =
                "Whether callers must log in. Without it everybody may do everything, and the"
                    + " server refuses to listen beyond loopback.",
            def = "false")
        boolean enabled,
    @Setting(
            doc = "The first administrator, made at the first start with a password.",
            def = "admin")
        String adminUser,
    @Setting(
            doc =
                "The first administrator's password; not looked at once that user exists. At least"
                    + " 8 characters.",
            secret = true)
        Optional<String> adminPassword,
    @Setting(
            doc =
                "An access key of the first administrator, for programs; not looked at once it"
                    + " exists.")
        Optional<String> accessKey,
    @Setting(doc = "That access key's secret, at least 16 characters.", secret = true)
        Optional<String> secretKey,
    @Setting(doc = "How long a token is good for.", def = "5h") Duration tokenLifetime,
    @Setting(doc = "PBKDF2-HMAC-SHA256 iterations for passwords set from now on.", def = "600000")
        int passwordIterations) {

  public IdentitySettings {
    if (accessKey.isPresent() != secretKey.isPresent()) {
      throw new IllegalArgumentException("access-key and secret-key are given together");
    }
    if (secretKey.isPresent() && secretKey.get().length() < 16) {
      throw new IllegalArgumentException("secret-key must have at least 16 characters");
    }
    if (passwordIterations < 1_000) {
      throw new IllegalArgumentException("password-iterations must be at least 1000");
    }
    if (tokenLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("token-lifetime must be at least 1s");
    }
  }
}
