package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.definition.Delay;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import dev.workflow.messaging.internal.recipient.RecipientMatrix;
import dev.workflow.spi.Handling.Category;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms of the keys that only message actions have. */
final class MessageKeys {

  static final List<String> CATEGORIES =
      Stream.of(Category.values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();

  private static final List<String> DIGEST = List.of("key", "window", "template", "variables");
  private static final Pattern CHANNEL = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_KEY = 500;

  private static final Map<String, Integer> LENGTHS =
      Map.of(
          "template",
          200,
          "language",
          100,
          "audience",
          100,
          "notification_type",
          100,
          "recipient",
          1_000);

  private MessageKeys() {}

  static void recipients(JsonNode config, Problems problems) {
    JsonNode recipients = config.path("recipients");
    if (recipients.isObject()) {
      RecipientMatrix.check(recipients, problems.at("recipients"));
    }
  }

  static void channels(JsonNode config, Problems problems) {
    JsonNode channels = config.path("channels");
    if (!channels.isArray()) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < channels.size(); i++) {
      String channel = channels.get(i).asText();
      if (open(channels.get(i))) {
        continue;
      }
      if (!CHANNEL.matcher(channel).matches()) {
        problems
            .at("channels")
            .at(i)
            .add("expected a channel such as \"email\", found " + Wording.quoted(channel));
      } else if (!seen.add(channel)) {
        problems.at("channels").at(i).add(Wording.quoted(channel) + " is there twice");
      }
    }
  }

  static void fallback(JsonNode config, Problems problems) {
    JsonNode after = config.path("fallbackAfter");
    if (after.isTextual() && !after.textValue().isBlank() && !open(after)) {
      checkDuration(after, problems.at("fallbackAfter"));
    }
  }

  static void window(JsonNode config, Problems problems) {
    JsonNode window = config.path("window");
    if (window.isObject() && Stream.of(window).noneMatch(MessageKeys::holdsExpression)) {
      Delay.window(window, problems.at("window"));
    }
  }

  private static boolean holdsExpression(JsonNode object) {
    return object.properties().stream().anyMatch(field -> open(field.getValue()));
  }

  static void digest(JsonNode config, Problems problems) {
    JsonNode digest = config.path("digest");
    if (!digest.isObject()) {
      return;
    }
    Problems here = problems.at("digest");
    digest
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!DIGEST.contains(key)) {
                here.at(key).add("unknown key" + DidYouMean.suffix(key, DIGEST));
              }
            });
    JsonNode key = digest.path("key");
    if (!key.isTextual() && !key.isNumber() || key.asText().isBlank()) {
      here.at("key").add(Wording.expected("a text that messages have in common", key));
    } else if (key.asText().chars().anyMatch(Character::isISOControl)) {
      here.at("key").add("must not hold a line break or another control character");
    } else if (key.asText().length() > LONGEST_KEY) {
      here.at("key").add(tooLong(key, LONGEST_KEY));
    }
    if (!open(digest.path("window"))) {
      checkDuration(digest.path("window"), here.at("window"));
    }
    digestTemplate(digest, here);
  }

  private static void digestTemplate(JsonNode digest, Problems problems) {
    JsonNode template = digest.path("template");
    JsonNode variables = digest.path("variables");
    if (digest.has("template") && (!template.isTextual() || template.textValue().isBlank())) {
      problems.at("template").add(Wording.expected("the name of a message template", template));
    } else if (template.asText().length() > LENGTHS.getOrDefault("template", 0)) {
      problems.at("template").add(tooLong(template, LENGTHS.getOrDefault("template", 0)));
    }
    if (digest.has("variables") && !variables.isObject() && !open(variables)) {
      problems.at("variables").add(Wording.expected("an object of values by name", variables));
    } else if (digest.has("variables") && !digest.has("template")) {
      problems.at("variables").add("needs \"template\" as well");
    }
  }

  private static String tooLong(JsonNode value, int most) {
    return "has " + value.asText().length() + " characters; at most " + most + " are allowed";
  }

  private static void checkDuration(JsonNode value, Problems problems) {
    if (!value.isTextual()) {
      problems.add(Wording.expected("a duration such as \"PT1H\"", value));
    } else if (duration(value.textValue()) == null) {
      problems.add(
          "expected a duration of more than zero and at most a year, such as \"PT1H\" or \"P1D\","
              + " found "
              + Wording.quoted(value.textValue()));
    }
  }

  /** Null if it is none that can be waited for. */
  static @Nullable Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text.strip());
      boolean fits = duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(LONGEST) <= 0;
      return fits ? duration : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** What the configuration was checked to hold, unless its data brought braces of its own. */
  static Duration wait(String text, String pointer) {
    Duration duration = duration(text);
    if (duration == null) {
      throw new FinalFailure(
          pointer, "expected a duration such as \"PT1H\", found " + Wording.quoted(text));
    }
    return duration;
  }

  /** What the outbox keeps in columns of their own. */
  static void lengths(JsonNode config, Problems problems) {
    LENGTHS.forEach(
        (key, most) -> {
          if (config.path(key).asText().length() > most) {
            problems.at(key).add(tooLong(config.path(key), most));
          }
        });
  }

  static boolean open(JsonNode value) {
    return value.isTextual() && Template.containsExpression(value.textValue());
  }
}
