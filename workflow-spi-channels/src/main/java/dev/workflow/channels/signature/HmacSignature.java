package dev.workflow.channels.signature;

import static dev.workflow.channels.signature.SecretKeys.hmacSha256;

import dev.workflow.channels.Headers;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Signatures of providers without a scheme of their own: a header holds the hexadecimal HMAC-SHA256
 * (RFC 2104) of the body, with or without {@code sha256=} before it.
 *
 * <p>No time is signed.
 *
 * <p>Immutable and thread-safe.
 */
public final class HmacSignature {

  private static final String EXPECTED = "64 hexadecimal digits, with or without sha256=";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final String PREFIX = "sha256=";

  private final String header;
  private final SecretKeys keys;

  private HmacSignature(String header, SecretKeys keys) {
    this.header = header;
    this.keys = keys;
  }

  /**
   * @param header the name of the header, such as {@code X-Signature}
   * @param more keys that are still accepted while the key is being changed
   * @throws IllegalArgumentException if a key is empty
   */
  public static HmacSignature of(String header, String key, String... more) {
    return new HmacSignature(header, SecretKeys.ofTexts("the key", key, more));
  }

  /**
   * @param body the bytes as they came
   */
  public Verification verify(Headers headers, byte[] body) {
    List<String> given = headers.all(header);
    if (given.size() != 1) {
      return given.isEmpty() ? Flaws.missing(header) : Flaws.twice(header);
    }
    String text = given.get(0).strip().toLowerCase(Locale.ROOT);
    String hex = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    if (!HEX.matcher(hex).matches()) {
      return Flaws.malformed(header, EXPECTED);
    }
    byte[] signature = HexFormat.of().parseHex(hex);
    int key = keys.matching(List.of(signature), secret -> hmacSha256(secret, body));
    return key < 0 ? Flaws.mismatch(header, keys.size()) : new Verification.Valid(key);
  }
}
