package dev.workflow.channels.signature;

import static dev.workflow.channels.signature.SecretKeys.hmacSha256;

import dev.workflow.channels.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signatures in the form of Stripe's webhooks: {@code Stripe-Signature: t=<seconds>,v1=<hex>},
 * where each {@code v1} is the hexadecimal HMAC-SHA256 of {@code t + "." + body} under the
 * endpoint's secret, taken as text with its {@code whsec_}. Other schemes in the header, such as
 * {@code v0}, are left out of account.
 *
 * <p>Defaults: five minutes of tolerance, before and after now.
 *
 * <p>Immutable and thread-safe.
 */
public final class StripeSignature {

  private static final String HEADER = "Stripe-Signature";
  private static final String EXPECTED = "t=<seconds>,v1=<64 hexadecimal digits>";
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final int MOST_SIGNATURES = 20;

  private final SecretKeys keys;
  private final Duration tolerance;

  private StripeSignature(SecretKeys keys, Duration tolerance) {
    this.keys = keys;
    this.tolerance = tolerance;
  }

  /**
   * @param more the secrets that are still accepted while the secret is being changed
   * @throws IllegalArgumentException if a secret is empty
   */
  public static StripeSignature of(String endpointSecret, String... more) {
    return new StripeSignature(
        SecretKeys.ofTexts("the endpoint's secret", endpointSecret, more), Duration.ofMinutes(5));
  }

  public StripeSignature withTolerance(Duration value) {
    return new StripeSignature(keys, SignedAt.tolerance(value));
  }

  /**
   * @param body the bytes as they came
   */
  public Verification verify(Headers headers, byte[] body, Instant now) {
    List<String> given = headers.all(HEADER);
    if (given.size() != 1) {
      return given.isEmpty() ? Flaws.missing(HEADER) : Flaws.twice(HEADER);
    }
    String time = null;
    List<byte[]> signatures = new ArrayList<>();
    for (String item : given.get(0).split(",")) {
      String part = item.strip();
      if (part.startsWith("t=")) {
        if (time != null) {
          return Flaws.malformed(HEADER, EXPECTED);
        }
        time = part.substring(2);
      } else if (part.startsWith("v1=")) {
        byte[] signature = hex(part.substring(3));
        if (signature == null || signatures.size() == MOST_SIGNATURES) {
          return Flaws.malformed(HEADER, EXPECTED);
        }
        signatures.add(signature);
      }
    }
    if (time == null || !SignedAt.readable(time) || signatures.isEmpty()) {
      return Flaws.malformed(HEADER, EXPECTED);
    }
    return compare(time, signatures, body, now);
  }

  private Verification compare(String time, List<byte[]> signatures, byte[] body, Instant now) {
    byte[] start = (time + ".").getBytes(StandardCharsets.UTF_8);
    int key = keys.matching(signatures, secret -> hmacSha256(secret, start, body));
    if (key < 0) {
      return Flaws.mismatch(HEADER, keys.size());
    }
    Verification.Invalid wrongTime = SignedAt.check(time, now, tolerance);
    return wrongTime == null ? new Verification.Valid(key) : wrongTime;
  }

  private static byte @Nullable [] hex(String text) {
    return HEX.matcher(text).matches() ? HexFormat.of().parseHex(text) : null;
  }
}
