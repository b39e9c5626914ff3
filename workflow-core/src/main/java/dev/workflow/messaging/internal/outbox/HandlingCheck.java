package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.text.Limits;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.DigestTemplate;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Validates the handling of a message before it is stored. */
public final class HandlingCheck {

  private static final int MAX_AUDIENCE = 100;
  private static final int MAX_TEMPLATE = 300;
  private static final int MAX_LANGUAGE = 100;
  private static final int MAX_PERSON = 300;
  private static final int MAX_DIGEST_KEY = 200;

  private static final Instant FIRST_CLOSE = Instant.EPOCH;
  private static final Instant LAST_CLOSE = Instant.parse("9999-12-31T00:00:00Z");
  private static final Duration LONGEST_AFTER = Duration.ofDays(366);
  private static final int MAX_ALTERNATIVES = 10;

  private HandlingCheck() {}

  /**
   * What is wrong, to follow "message by email "; null: nothing.
   *
   * @param sending what is wrong with a message that goes an alternative way
   */
  public static @Nullable String wrong(
      OutboundMessage message, Function<OutboundMessage, @Nullable String> sending) {
    Handling handling = message.handling();
    String wrong = wrong(handling.purpose());
    if (wrong == null && handling.digest() != null) {
      wrong = wrong(handling.digest(), message.recipient());
    }
    if (wrong == null && handling.digest() != null && handling.digest().template() != null) {
      wrong = wrong(handling.digest().template(), message, sending);
    }
    if (wrong == null && handling.fallback() != null) {
      wrong = wrong(handling.fallback(), message, sending);
    }
    return wrong;
  }

  private static @Nullable String wrong(Purpose purpose) {
    String wrong = wrong("an audience", purpose.audience(), MAX_AUDIENCE);
    wrong = wrong == null ? wrong("a template", purpose.template(), MAX_TEMPLATE) : wrong;
    wrong = wrong == null ? wrong("a language", purpose.language(), MAX_LANGUAGE) : wrong;
    return wrong == null ? wrong("a person", purpose.person(), MAX_PERSON) : wrong;
  }

  private static @Nullable String wrong(String what, @Nullable String text, int most) {
    return text == null || fits(text, most)
        ? null
        : "has "
            + what
            + " that is blank, longer than "
            + most
            + " characters or holds control characters";
  }

  private static boolean fits(String text, int most) {
    return !text.isBlank() && Limits.wrongLine(text, most) == null;
  }

  private static @Nullable String wrong(Digest digest, String recipient) {
    String wrong = wrong("a digest key", digest.key(), MAX_DIGEST_KEY);
    if (wrong != null) {
      return wrong;
    } else if (Limits.bytes(digest.key()) + Limits.bytes(recipient) > Limits.INDEXED_BYTES) {
      return "has a digest key and a recipient of more than " + Limits.INDEXED_BYTES + " bytes";
    }
    return digest.closesAt().isBefore(FIRST_CLOSE) || digest.closesAt().isAfter(LAST_CLOSE)
        ? "has a digest that closes before 1970 or after 9999"
        : null;
  }

  private static @Nullable String wrong(
      DigestTemplate template,
      OutboundMessage message,
      Function<OutboundMessage, @Nullable String> sending) {
    String wrong = wrong("a digest template", template.name(), MAX_TEMPLATE);
    wrong = wrong == null ? wrong("a digest language", template.language(), MAX_LANGUAGE) : wrong;
    wrong = wrong == null ? wrong("a digest recipient", template.recipient(), MAX_PERSON) : wrong;
    if (wrong != null) {
      return wrong;
    }
    String data = sending.apply(message.withContent(template.data()).withHandling(Handling.NONE));
    return data == null ? null : "has data for a digest that cannot be kept: the " + data;
  }

  private static @Nullable String wrong(
      Fallback fallback,
      OutboundMessage message,
      Function<OutboundMessage, @Nullable String> sending) {
    if (fallback.after().isNegative() || fallback.after().compareTo(LONGEST_AFTER) > 0) {
      return "has a fallback after less than nothing or more than 366 days";
    } else if (fallback.alternatives().size() > MAX_ALTERNATIVES) {
      return "has more than " + MAX_ALTERNATIVES + " alternatives";
    }
    for (Alternative one : fallback.alternatives()) {
      String wrong =
          sending.apply(
              new OutboundMessage(
                  "", message.tenant(), null, "", one.channel(), one.recipient(), one.content()));
      if (wrong != null) {
        return "has an alternative that cannot be sent: the " + wrong;
      }
    }
    return null;
  }
}
