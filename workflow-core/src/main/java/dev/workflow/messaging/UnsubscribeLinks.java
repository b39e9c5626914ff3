package dev.workflow.messaging;

import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.expression.Escaping;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Links by which a recipient unsubscribes without logging in. A link holds a token that names
 * tenant, channel, address and topic, signed with HMAC-SHA256: it can be read, but not made or
 * changed, by those who lack the key. Links do not expire unless {@link #validFor} says so.
 *
 * <p>A token is {@code v1.}, the names in base64url, a dot, and the signature in base64url.
 *
 * <p>Immutable and thread-safe.
 */
public final class UnsubscribeLinks {

  /**
   * Stands in a message's text for its link, which is put in when the message is sent: only then is
   * it certain to which address it goes. In a value that an expression puts into the text it stands
   * for nothing.
   */
  public static final String PLACE = Escaping.UNSUBSCRIBE_PLACE;

  private static final String VERSION = "v1";
  private static final int SHORTEST_KEY = 32;
  private static final int LONGEST_TOKEN = 8_000;
  private static final int PARTS = 5;
  private static final Duration LONGEST_VALIDITY = Duration.ofDays(36_525);

  private final URI page;
  private final List<byte[]> keys;
  private final @Nullable Duration validity;

  private UnsubscribeLinks(URI page, List<byte[]> keys, @Nullable Duration validity) {
    this.page = page;
    this.keys = keys;
    this.validity = validity;
  }

  /**
   * @param page the https URL that the host answers with {@link UnsubscribeEndpoint}
   * @param key signs links; at least 32 characters, better 64 random ones
   * @param older keys whose links are still accepted
   * @throws IllegalArgumentException if the URL is not https or has a fragment, or a key is too
   *     short
   */
  public static UnsubscribeLinks of(URI page, String key, String... older) {
    if (!"https".equalsIgnoreCase(page.getScheme()) || page.getHost() == null) {
      throw new IllegalArgumentException(
          "the page to unsubscribe needs an https URL, found \"" + page + "\"");
    } else if (page.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the page to unsubscribe has a fragment, behind which no token is sent: leave out \"#"
              + page.getRawFragment()
              + "\"");
    }
    List<byte[]> keys = new ArrayList<>();
    keys.add(bytes(key));
    for (String one : older) {
      keys.add(bytes(one));
    }
    return new UnsubscribeLinks(page, List.copyOf(keys), null);
  }

  private static byte[] bytes(String key) {
    if (key.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "a key that signs links has at least "
              + SHORTEST_KEY
              + " characters, not "
              + key.length());
    }
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The same with links that expire.
   *
   * @throws IllegalArgumentException if that is not more than nothing and at most 36,525 days
   */
  public UnsubscribeLinks validFor(Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST_VALIDITY) > 0) {
      throw new IllegalArgumentException(
          "links to unsubscribe are valid for more than nothing and at most 36,525 days, not "
              + duration);
    }
    return new UnsubscribeLinks(page, keys, duration);
  }

  /**
   * Whom a token is about.
   *
   * @param topic null: all marketing
   * @param expiresAt null: never
   */
  public record Target(
      TenantId tenant,
      ChannelAddress address,
      @Nullable String topic,
      @Nullable Instant expiresAt) {}

  /**
   * The link for an address.
   *
   * @param topic what to unsubscribe from; null: all marketing
   * @throws IllegalArgumentException if the topic holds a control character
   */
  public URI link(TenantId tenant, ChannelAddress address, @Nullable String topic, Instant now) {
    String token = token(tenant, address, topic, now);
    String separator = page.getRawQuery() == null ? "?" : "&";
    return URI.create(page + separator + "token=" + token);
  }

  /** The token alone, which is fit for a URL as it is. */
  public String token(
      TenantId tenant, ChannelAddress address, @Nullable String topic, Instant now) {
    if (topic != null && topic.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("the topic holds a control character");
    }
    long expires = validity == null ? 0 : now.plus(validity).getEpochSecond();
    String names =
        String.join(
            "\n",
            tenant.value(),
            address.channel(),
            address.address(),
            topic == null ? "" : topic,
            String.valueOf(expires));
    String signed = VERSION + "." + text(names.getBytes(StandardCharsets.UTF_8));
    return signed + "." + text(hmac(keys.get(0), signed));
  }

  /** Whom a token is about, whether it has expired or not; empty if it was not made here. */
  public Optional<Target> read(String token) {
    int dot = token.lastIndexOf('.');
    if (token.length() > LONGEST_TOKEN || dot < 0 || !token.startsWith(VERSION + ".")) {
      return Optional.empty();
    }
    String signed = token.substring(0, dot);
    byte[] signature = decoded(token.substring(dot + 1));
    boolean fits = false;
    for (byte[] key : keys) {
      fits |= MessageDigest.isEqual(hmac(key, signed), signature);
    }
    return fits ? target(decoded(signed.substring(VERSION.length() + 1))) : Optional.empty();
  }

  private static Optional<Target> target(byte[] names) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(names)).toString();
      String[] parts = text.split("\n", -1);
      if (parts.length != PARTS) {
        return Optional.empty();
      }
      long expires = Long.parseLong(parts[4]);
      return Optional.of(
          new Target(
              TenantId.of(parts[0]),
              ChannelAddress.of(parts[1], parts[2]),
              parts[3].isEmpty() ? null : parts[3],
              expires == 0 ? null : Instant.ofEpochSecond(expires)));
    } catch (CharacterCodingException | NumberFormatException | WorkflowException e) {
      return Optional.empty();
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Nothing, which fits no signature, if it is no base64. */
  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "UnsubscribeLinks[" + page + ", " + keys.size() + " keys]";
  }
}
