package dev.workflow.channels.signature;

import static dev.workflow.channels.signature.SecretKeys.hmacSha256;

import dev.workflow.channels.Headers;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Signatures of Meta's webhooks (WhatsApp Cloud API and others): the header {@code
 * X-Hub-Signature-256} holds {@code sha256=} and the hexadecimal HMAC-SHA256 of the body under the
 * app secret.
 *
 * <p>Meta escapes letters outside ASCII in its JSON, so only the bytes as they came verify; a body
 * that was parsed and written again does not. No time is signed: drop repetitions by what the
 * payload says.
 *
 * <p>Immutable and thread-safe.
 */
public final class MetaSignature {

  private static final String HEADER = "X-Hub-Signature-256";
  private static final Pattern FORM = Pattern.compile("sha256=[0-9a-fA-F]{64}");

  private final SecretKeys keys;

  private MetaSignature(SecretKeys keys) {
    this.keys = keys;
  }

  /**
   * @param more the secrets that are still accepted while the secret is being changed
   * @throws IllegalArgumentException if a secret is empty
   */
  public static MetaSignature of(String appSecret, String... more) {
    return new MetaSignature(SecretKeys.ofTexts("the app secret", appSecret, more));
  }

  /**
   * @param body the bytes as they came
   */
  public Verification verify(Headers headers, byte[] body) {
    List<String> given = headers.all(HEADER);
    if (given.size() != 1) {
      return given.isEmpty() ? Flaws.missing(HEADER) : Flaws.twice(HEADER);
    }
    String value = given.get(0).strip();
    if (!FORM.matcher(value).matches()) {
      return Flaws.malformed(HEADER, "sha256= and 64 hexadecimal digits");
    }
    byte[] signature = HexFormat.of().parseHex(value, "sha256=".length(), value.length());
    int key = keys.matching(List.of(signature), secret -> hmacSha256(secret, body));
    return key < 0 ? Flaws.mismatch(HEADER, keys.size()) : new Verification.Valid(key);
  }
}
