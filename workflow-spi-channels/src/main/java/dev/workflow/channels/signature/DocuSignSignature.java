package dev.workflow.channels.signature;

import static dev.workflow.channels.signature.SecretKeys.hmacSha256;

import dev.workflow.channels.Headers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Signatures in the form of DocuSign Connect: the headers {@code X-DocuSign-Signature-1}, {@code
 * -2} and so on, one for each active key, hold the HMAC-SHA256 of the body in base64. One that fits
 * is enough. DocuSign signs only if that is switched on for the Connect configuration.
 *
 * <p>No time is signed: drop repetitions by envelope and event.
 *
 * <p>Immutable and thread-safe.
 */
public final class DocuSignSignature {

  private static final Pattern NAME =
      Pattern.compile("x-docusign-signature-[0-9]{1,3}", Pattern.CASE_INSENSITIVE);
  private static final String HEADERS = "X-DocuSign-Signature-1";
  private static final int LENGTH = 32;

  private final SecretKeys keys;

  private DocuSignSignature(SecretKeys keys) {
    this.keys = keys;
  }

  /**
   * @param more other active keys
   * @throws IllegalArgumentException if a key is empty
   */
  public static DocuSignSignature of(String connectKey, String... more) {
    return new DocuSignSignature(SecretKeys.ofTexts("the Connect key", connectKey, more));
  }

  /**
   * @param body the bytes as they came, line endings included
   */
  public Verification verify(Headers headers, byte[] body) {
    List<byte[]> signatures = new ArrayList<>();
    for (String name : headers.names()) {
      if (NAME.matcher(name).matches()) {
        for (String value : headers.all(name)) {
          try {
            signatures.add(Base64.getDecoder().decode(value.strip()));
          } catch (IllegalArgumentException e) {
            return Flaws.malformed(name, "base64");
          }
        }
      }
    }
    if (signatures.isEmpty()) {
      return Flaws.missing(HEADERS);
    }
    signatures.removeIf(signature -> signature.length != LENGTH);
    int key = keys.matching(signatures, secret -> hmacSha256(secret, body));
    return key < 0 ? Flaws.mismatch(HEADERS, keys.size()) : new Verification.Valid(key);
  }
}
