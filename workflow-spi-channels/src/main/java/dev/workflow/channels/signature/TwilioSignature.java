package dev.workflow.channels.signature;

import dev.workflow.channels.Headers;
import dev.workflow.channels.internal.Form;
import dev.workflow.channels.signature.Verification.Flaw;
import dev.workflow.channels.signature.Verification.Invalid;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Signatures in the form of Twilio's callbacks: {@code X-Twilio-Signature} holds, in base64, the
 * HMAC-SHA1 under the auth token of the public URL followed by each form field's name and value,
 * sorted by name and without anything in between. Of a body that is no form the URL's query holds
 * the SHA-256 as {@code bodySHA256}.
 *
 * <p>The URL is the one Twilio was given, scheme, host and query included: behind a proxy it is not
 * the one the web server sees. A default port that is written out and one that is not are the same.
 * No time is signed: drop repetitions by what the payload says.
 *
 * <p>Immutable and thread-safe.
 */
public final class TwilioSignature {

  private static final String HEADER = "X-Twilio-Signature";
  private static final String BODY_HASH = "bodySHA256";

  private final SecretKeys keys;

  private TwilioSignature(SecretKeys keys) {
    this.keys = keys;
  }

  /**
   * @param more the tokens that are still accepted while the token is being changed
   * @throws IllegalArgumentException if a token is empty
   */
  public static TwilioSignature of(String authToken, String... more) {
    return new TwilioSignature(SecretKeys.ofTexts("the auth token", authToken, more));
  }

  /**
   * @param publicUrl the URL that Twilio called, with its query
   * @param body the bytes as they came; empty for a GET
   * @throws IllegalArgumentException if the URL is none
   */
  public Verification verify(String publicUrl, Headers headers, byte[] body) {
    URI url = URI.create(publicUrl);
    if (url.getScheme() == null || url.getRawAuthority() == null) {
      throw new IllegalArgumentException(
          "expected the public URL with scheme and host, found \"" + publicUrl + "\"");
    }
    List<String> given = headers.all(HEADER);
    if (given.size() != 1) {
      return given.isEmpty() ? Flaws.missing(HEADER) : Flaws.twice(HEADER);
    }
    byte[] signature;
    String fields;
    String bodyHash;
    try {
      signature = Base64.getDecoder().decode(given.get(0).strip());
    } catch (IllegalArgumentException e) {
      return Flaws.malformed(HEADER, "base64");
    }
    try {
      bodyHash = bodyHash(url);
      fields = isForm(headers, bodyHash) ? fields(body) : "";
    } catch (IllegalArgumentException e) {
      return new Invalid(Flaw.MALFORMED, "the form or the query is not url-encoded");
    }
    if (!isForm(headers, bodyHash) && body.length > 0) {
      Invalid wrongBody = checkBody(bodyHash, body);
      if (wrongBody != null) {
        return wrongBody;
      }
    }
    return compare(signature, publicUrl, url, fields);
  }

  private Verification compare(byte[] signature, String publicUrl, URI url, String fields) {
    int found = -1;
    for (String form : List.of(publicUrl, withOtherPort(publicUrl, url))) {
      byte[] signed = (form + fields).getBytes(StandardCharsets.UTF_8);
      int key =
          keys.matching(List.of(signature), token -> SecretKeys.hmac("HmacSHA1", token, signed));
      found = key >= 0 ? key : found;
    }
    return found < 0 ? Flaws.mismatch(HEADER, keys.size()) : new Verification.Valid(found);
  }

  /** A body without a type is a form, unless the query says otherwise. */
  private static boolean isForm(Headers headers, @Nullable String bodyHash) {
    String type = headers.first("Content-Type");
    return type == null
        ? bodyHash == null
        : type.strip().toLowerCase(Locale.ROOT).startsWith(Form.MEDIA_TYPE);
  }

  private static @Nullable String bodyHash(URI url) {
    String query = url.getRawQuery();
    List<String> values = query == null ? List.of() : Form.parse(query).get(BODY_HASH);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  private static @Nullable Invalid checkBody(@Nullable String expected, byte[] body) {
    if (expected == null) {
      return new Invalid(
          Flaw.MISSING, "the body is no form, and the URL's query has no " + BODY_HASH);
    }
    byte[] actual = HexFormat.of().formatHex(sha256(body)).getBytes(StandardCharsets.US_ASCII);
    byte[] wanted = expected.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(actual, wanted)
        ? null
        : new Invalid(Flaw.MISMATCH, "the body does not fit the " + BODY_HASH + " of the URL");
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  private static String fields(byte[] body) {
    StringBuilder fields = new StringBuilder();
    Map<String, List<String>> form = Form.parse(new String(body, StandardCharsets.UTF_8));
    form.forEach(
        (name, values) ->
            new TreeSet<>(values).forEach(value -> fields.append(name).append(value)));
    return fields.toString();
  }

  /** The URL without its port, or with the default one if it has none. */
  private static String withOtherPort(String text, URI url) {
    String authority = url.getRawAuthority();
    int colon = authority.lastIndexOf(':');
    boolean named = colon > authority.lastIndexOf(']');
    String port = url.getScheme().equalsIgnoreCase("http") ? ":80" : ":443";
    String other = named ? authority.substring(0, colon) : authority + port;
    int start = text.indexOf("//") + 2;
    return text.substring(0, start) + other + text.substring(start + authority.length());
  }
}
