package dev.workflow.channels.signature;

import dev.workflow.channels.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Signs and verifies webhooks as Standard Webhooks 1.0.0 says: {@code webhook-id}, {@code
 * webhook-timestamp} and {@code webhook-signature}, the last with one signature for each key.
 *
 * <p>To change a key, sign with the new and the old one until every receiver knows the new one. A
 * receiver that is changing its key accepts what fits any of its keys.
 *
 * <p>Defaults: five minutes of tolerance, before and after now.
 *
 * <p>Immutable and thread-safe.
 */
public final class StandardWebhooks {

  /** The same for all attempts to deliver one webhook: the receiver's idempotency key. */
  public static final String ID = "webhook-id";

  /** When this attempt was made, in seconds since 1970. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** Signatures with spaces between them. */
  public static final String SIGNATURE = "webhook-signature";

  private static final Pattern ID_FORM = Pattern.compile("[!-~&&[^.]]{1,256}");
  private static final int MOST_SIGNATURES = 20;

  private final List<WebhookKey> keys;
  private final Duration tolerance;

  private StandardWebhooks(List<WebhookKey> keys, Duration tolerance) {
    this.keys = List.copyOf(keys);
    this.tolerance = tolerance;
  }

  /**
   * @param keys the newest first
   * @throws IllegalArgumentException if there is none
   */
  public static StandardWebhooks of(List<WebhookKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("webhooks need at least one key");
    }
    return new StandardWebhooks(keys, Duration.ofMinutes(5));
  }

  public static StandardWebhooks of(WebhookKey... keys) {
    return of(List.of(keys));
  }

  public StandardWebhooks withTolerance(Duration value) {
    return new StandardWebhooks(keys, SignedAt.tolerance(value));
  }

  /**
   * The three headers of one attempt to deliver a body. Public keys among the keys are passed over.
   *
   * @param id 1 to 256 visible ASCII characters without a full stop
   * @param at when this attempt is made
   * @param body the bytes that are sent
   * @throws IllegalArgumentException if the id has another form
   * @throws IllegalStateException if no key can sign
   */
  public Headers sign(String id, Instant at, byte[] body) {
    if (!ID_FORM.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a webhook id has 1 to 256 visible ASCII characters and no full stop");
    }
    String time = Long.toString(at.getEpochSecond());
    byte[] start = start(id, time);
    String signatures =
        keys.stream()
            .filter(WebhookKey::signs)
            .map(key -> key.version() + "," + encoded(key.sign(start, body)))
            .collect(Collectors.joining(" "));
    if (signatures.isEmpty()) {
      throw new IllegalStateException("public keys verify, they do not sign: " + keys);
    }
    return Headers.of(ID, id).with(TIMESTAMP, time).with(SIGNATURE, signatures);
  }

  /**
   * Checks a request. Private keys among the keys are passed over, as are signatures of versions
   * that are not known.
   *
   * @param body the bytes as they came
   */
  public Verification verify(Headers headers, byte[] body, Instant now) {
    for (String name : List.of(ID, TIMESTAMP, SIGNATURE)) {
      List<String> values = headers.all(name);
      if (values.size() != 1) {
        return values.isEmpty() ? Flaws.missing(name) : Flaws.twice(name);
      }
    }
    String id = headers.all(ID).get(0);
    String time = headers.all(TIMESTAMP).get(0);
    if (!ID_FORM.matcher(id).matches()) {
      return Flaws.malformed(ID, "1 to 256 visible ASCII characters without a full stop");
    }
    if (!SignedAt.readable(time)) {
      return Flaws.malformed(TIMESTAMP, "a number of seconds since 1970");
    }
    int key = matching(start(id, time), body, signatures(headers.all(SIGNATURE).get(0)));
    if (key < 0) {
      return Flaws.mismatch(SIGNATURE, keys.size());
    }
    Verification.Invalid wrongTime = SignedAt.check(time, now, tolerance);
    return wrongTime == null ? new Verification.Valid(key) : wrongTime;
  }

  private record Given(String version, byte[] signature) {}

  /** What cannot be read fits no key. */
  private static List<Given> signatures(String header) {
    List<Given> given = new ArrayList<>();
    for (String item : header.strip().split(" +", MOST_SIGNATURES + 1)) {
      int comma = item.indexOf(',');
      if (comma > 0 && given.size() < MOST_SIGNATURES) {
        try {
          byte[] signature = Base64.getDecoder().decode(item.substring(comma + 1));
          given.add(new Given(item.substring(0, comma), signature));
        } catch (IllegalArgumentException e) {
          continue; // it fits no key
        }
      }
    }
    return given;
  }

  private int matching(byte[] start, byte[] body, List<Given> given) {
    int found = -1;
    for (int i = keys.size() - 1; i >= 0; i--) {
      WebhookKey key = keys.get(i);
      for (Given one : given) {
        if (key.verifies()
            && key.version().equals(one.version())
            && key.verify(start, body, one.signature())) {
          found = i;
        }
      }
    }
    return found;
  }

  private static byte[] start(String id, String time) {
    return (id + "." + time + ".").getBytes(StandardCharsets.US_ASCII);
  }

  private static String encoded(byte[] signature) {
    return Base64.getEncoder().encodeToString(signature);
  }
}
