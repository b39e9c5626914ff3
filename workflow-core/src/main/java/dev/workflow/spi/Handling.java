package dev.workflow.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The treatment of a message besides its content. Immutable.
 *
 * @param window the hours in which it may be sent; null: any
 * @param digest what it is gathered with; null: it goes out alone
 * @param fallback where it goes if it does not arrive; null: nowhere
 * @param zone the recipient's, for a window and {@link QuietHours} that name none; null: the
 *     tenant's
 */
public record Handling(
    Purpose purpose,
    @Nullable Window window,
    @Nullable Digest digest,
    @Nullable Fallback fallback,
    @Nullable ZoneId zone) {

  /** A follow-up to nobody in particular, at any time, alone. */
  public static final Handling NONE = new Handling(Purpose.NONE, null, null, null, null);

  public Handling {
    Objects.requireNonNull(purpose, "purpose");
  }

  /** What kind of message it is, the most urgent first. */
  public enum Category {
    /** What the recipient waits for: a confirmation, a quote, a code. */
    TRANSACTIONAL,
    /** What belongs to a matter that is under way. */
    FOLLOW_UP,
    /** What the recipient did not ask for. */
    MARKETING
  }

  /**
   * Why and for whom it is sent.
   *
   * @param audience {@code customer}, {@code agent}, …
   * @param template the name of the template it was made from
   * @param language BCP 47, such as {@code nl-BE}
   * @param person a stable key of the human behind the address, the same on every channel
   */
  public record Purpose(
      Category category,
      @Nullable String audience,
      @Nullable String template,
      @Nullable String language,
      @Nullable String person) {

    public static final Purpose NONE = new Purpose(Category.FOLLOW_UP, null, null, null, null);

    public Purpose {
      Objects.requireNonNull(category, "category");
    }

    public Purpose withCategory(Category value) {
      return new Purpose(value, audience, template, language, person);
    }

    public Purpose withAudience(@Nullable String value) {
      return new Purpose(category, value, template, language, person);
    }

    /** Made from a template in a language. */
    public Purpose withTemplate(@Nullable String name, @Nullable String inLanguage) {
      return new Purpose(category, audience, name, inLanguage, person);
    }

    public Purpose withPerson(@Nullable String value) {
      return new Purpose(category, audience, template, language, value);
    }
  }

  /**
   * Messages of one key to one address go out as one.
   *
   * @param closesAt when they do
   * @param template what they are made into; null: their texts are joined
   */
  public record Digest(String key, Instant closesAt, @Nullable DigestTemplate template) {

    public Digest {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(closesAt, "closesAt");
    }

    /** Whose texts are joined. */
    public Digest(String key, Instant closesAt) {
      this(key, closesAt, null);
    }

    public Digest withTemplate(@Nullable DigestTemplate value) {
      return new Digest(key, closesAt, value);
    }
  }

  /**
   * The template that a digest is rendered with when it closes. It reads {@code items}, {@code
   * count} and {@code recipient}. If the messages of one digest name different ones, that of the
   * newest message counts.
   *
   * @param name of a template of the tenant: {@code news@3} for one version, {@code news} for the
   *     one in use when the digest closes; a name that the tenant does not have goes to the
   *     channel's sender
   * @param language what the recipient speaks, BCP 47; null: the tenant's language
   * @param recipient what the recipient is called
   * @param data what the item of this message has as {@code data}; must not be changed afterwards
   */
  public record DigestTemplate(
      String name, @Nullable String language, @Nullable String recipient, ObjectNode data) {

    public DigestTemplate {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(data, "data");
    }

    /** In the tenant's language, to somebody whose name is not known. */
    public static DigestTemplate of(String name, ObjectNode data) {
      return new DigestTemplate(name, null, null, data);
    }
  }

  /**
   * Where a message goes next if it does not arrive.
   *
   * @param alternatives in the order in which they are tried
   * @param after how long each of them may take to arrive
   * @param untilRead whether it has arrived only when it was read; otherwise when it was delivered
   */
  public record Fallback(List<Alternative> alternatives, Duration after, boolean untilRead) {

    public Fallback {
      alternatives = List.copyOf(alternatives);
      Objects.requireNonNull(after, "after");
    }
  }

  /** The same message on another channel. */
  public record Alternative(String channel, String recipient, ObjectNode content) {

    public Alternative {
      channel = Channels.normal(channel);
    }
  }

  public Handling withPurpose(Purpose value) {
    return new Handling(value, window, digest, fallback, zone);
  }

  public Handling withWindow(@Nullable Window value) {
    return new Handling(purpose, value, digest, fallback, zone);
  }

  public Handling withDigest(@Nullable Digest value) {
    return new Handling(purpose, window, value, fallback, zone);
  }

  public Handling withFallback(@Nullable Fallback value) {
    return new Handling(purpose, window, digest, value, zone);
  }

  public Handling withZone(@Nullable ZoneId value) {
    return new Handling(purpose, window, digest, fallback, value);
  }
}
