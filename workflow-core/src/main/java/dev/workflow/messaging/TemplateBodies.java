package dev.workflow.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.Escaping;
import dev.workflow.expression.InvalidExpressionException;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import dev.workflow.spi.Channels;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The bodies of a template for one channel: their keys and their limits. */
final class TemplateBodies {

  /** The keys of a channel; at least one of {@code anyOf} must be there. */
  private record Form(List<String> keys, List<String> required, List<String> anyOf) {}

  private static final Map<String, Form> FORMS =
      Map.of(
          Channels.EMAIL,
          new Form(
              List.of("subject", "html", "text", "reply_to"),
              List.of("subject"),
              List.of("html", "text")),
          Channels.SMS,
          new Form(List.of("text"), List.of("text"), List.of()),
          Channels.WHATSAPP,
          new Form(
              List.of("template", "language", "parameters", "text"),
              List.of(),
              List.of("template", "text")),
          Channels.IN_APP,
          new Form(List.of("title", "text", "link"), List.of("text"), List.of()));

  private static final Set<String> LINES =
      Set.of("subject", "title", "link", "reply_to", "template", "language");

  private static final Pattern SCRIPT =
      Pattern.compile("(?i)[\\s\"'](?:href|src|action)\\s*=\\s*[\"']?\\s*(?:javascript|vbscript):");

  private TemplateBodies() {}

  /** Whether it is well formed. */
  static boolean check(String channel, JsonNode body, Problems problems) {
    if (!body.isObject() || body.isEmpty()) {
      problems.add(Wording.expected("an object with what the channel needs", body));
      return false;
    }
    Form form = FORMS.get(channel);
    if (form != null) {
      check(channel, form, body, problems);
    }
    body.properties()
        .forEach(
            field -> {
              boolean brokenLine =
                  LINES.contains(field.getKey())
                      && field.getValue().isTextual()
                      && field.getValue().textValue().chars().anyMatch(Character::isISOControl);
              if (field.getKey().equals("html")
                  && SCRIPT.matcher(field.getValue().asText()).find()) {
                problems.at("html").add("a link leads to a script, which no mail program runs");
              }
              if (brokenLine) {
                problems.at(field.getKey()).add("must stand on one line");
              }
            });
    try {
      if (!ConfigTemplate.parse(body).secrets().isEmpty()) {
        problems.add("a message would show a secret in clear; templates take no secrets");
      }
    } catch (InvalidExpressionException e) {
      problems.addAll(e.problems());
    }
    return true;
  }

  private static void check(String channel, Form form, JsonNode body, Problems problems) {
    body.properties()
        .forEach(
            field -> {
              String key = field.getKey();
              if (!form.keys.contains(key)) {
                String meant = DidYouMean.suffix(key, form.keys);
                String known = channel + " takes " + String.join(", ", form.keys);
                problems.at(key).add("unknown key" + (meant.isEmpty() ? "; " + known : meant));
              } else if (key.equals("parameters")) {
                checkParameters(field.getValue(), problems.at(key));
              } else if (!field.getValue().isTextual() || field.getValue().textValue().isBlank()) {
                problems
                    .at(key)
                    .add(Wording.expected("a text that is not empty", field.getValue()));
              }
            });
    for (String key : form.required) {
      if (!body.has(key)) {
        problems.add("\"" + key + "\" is missing");
      }
    }
    if (!form.anyOf.isEmpty() && form.anyOf.stream().noneMatch(body::has)) {
      problems.add("\"" + String.join("\" or \"", form.anyOf) + "\" is missing");
    }
    if (body.has("parameters") && !body.has("template")) {
      problems.at("parameters").add("needs \"template\" as well");
    }
  }

  private static void checkParameters(JsonNode parameters, Problems problems) {
    if (!parameters.isArray() && !parameters.isObject()) {
      problems.add(Wording.expected("a list of texts, or an object of texts by name", parameters));
      return;
    }
    for (JsonNode parameter : parameters) {
      if (!parameter.isValueNode() || parameter.isNull()) {
        problems.add(Wording.expected("texts in it", parameter));
        return;
      }
    }
  }

  /** Ready to be rendered: the channels with a form take texts, others what they are given. */
  static ConfigTemplate compiled(String channel, JsonNode body) {
    return FORMS.containsKey(channel)
        ? ConfigTemplate.parseTexts(body)
        : ConfigTemplate.parse(body);
  }

  /** What must happen to the values in the text of a key, in whatever channel. */
  static Escaping escaping(String key) {
    if (key.equals("html")) {
      return Escaping.HTML;
    }
    return LINES.contains(key) ? Escaping.HEADER : Escaping.TEXT;
  }
}
