package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.InvalidInputException;
import dev.workflow.Problems;
import dev.workflow.condition.Condition;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.Wording;
import org.jspecify.annotations.Nullable;

/** Reads what is evaluated while a workflow runs, and notes which steps it reads of. */
final class Expressions {

  private static final ConfigTemplate NOTHING =
      ConfigTemplate.parse(JsonNodeFactory.instance.objectNode());

  private Expressions() {}

  static @Nullable Template template(Fields fields, String key) {
    String text = fields.text(key);
    if (text == null) {
      return null;
    }
    try {
      Template template = Template.parse(text);
      if (!template.secrets().isEmpty()) {
        fields.at(key).add(noSecret(template.secrets().iterator().next()));
      }
      fields.references().add(template.paths(), fields.get(key), fields.at(key));
      return template;
    } catch (InvalidInputException e) {
      fields.at(key).addAll(e.problems());
      return null;
    }
  }

  /** One element of a list of templates; null (and a problem) if it is none. */
  static @Nullable Template element(Fields fields, String key, int index, JsonNode value) {
    return element(fields, fields.at(key).at(index), value);
  }

  /** A template at a place within; null (and a problem) if it is none. */
  static @Nullable Template element(Fields fields, Problems place, JsonNode value) {
    if (!value.isTextual() || value.textValue().isBlank()) {
      place.add(
          value.isTextual()
              ? "must not be empty"
              : Wording.expected("an expression or a text", value));
      return null;
    }
    if (value.textValue().length() > Fields.MAX_TEXT) {
      place.add(DocumentWording.tooLong(value.textValue().length(), Fields.MAX_TEXT));
      return null;
    }
    try {
      Template template = Template.parse(value.textValue());
      if (!template.secrets().isEmpty()) {
        place.add(noSecret(template.secrets().iterator().next()));
      }
      fields.references().add(template.paths(), value, place);
      return template;
    } catch (InvalidInputException e) {
      place.addAll(e.problems());
      return null;
    }
  }

  private static String noSecret(String name) {
    return "secrets are for the configuration of actions only (secret." + Wording.clip(name) + ")";
  }

  /** A template that must be there and say something. */
  static Template required(Fields fields, String key, String what) {
    fields.require(key, what);
    Template template = template(fields, key);
    if (template != null && template.text().isBlank()) {
      fields.at(key).add("must not be empty: " + what);
    }
    return template == null ? Template.parse("") : template;
  }

  /** A condition; always true if it is left out. */
  static Condition condition(Fields fields, String key) {
    JsonNode value = fields.get(key);
    if (value.isMissingNode()) {
      return Condition.always();
    }
    if (value.isNull()) {
      fields.at(key).add(Wording.expected("a condition", value));
      return Condition.always();
    }
    try {
      Condition condition = Condition.parse(value);
      fields.references().add(condition.fields(), value, fields.at(key));
      return condition;
    } catch (InvalidInputException e) {
      fields.at(key).addAll(e.problems());
      return Condition.always();
    }
  }

  /** The configuration of an action: an object, empty if it is left out. Secrets are welcome. */
  static ConfigTemplate config(Fields fields, String key) {
    JsonNode value = fields.get(key);
    if (value.isMissingNode()) {
      return NOTHING;
    }
    if (!value.isObject()) {
      fields.at(key).add(Wording.expected("an object", value));
      return NOTHING;
    }
    try {
      ConfigTemplate config = ConfigTemplate.parse(value);
      fields.references().add(config.paths(), value, fields.at(key));
      return config;
    } catch (InvalidInputException e) {
      fields.at(key).addAll(e.problems());
      return NOTHING;
    }
  }

  /** An object of values that become data, so that no secret may be among them. */
  static ConfigTemplate data(Fields fields, String key) {
    ConfigTemplate config = config(fields, key);
    if (!config.secrets().isEmpty()) {
      fields.at(key).add(noSecret(config.secrets().iterator().next()));
    }
    return config;
  }

  /** The elements of a loop: an expression or a list. */
  static ConfigTemplate items(Fields fields, String key) {
    JsonNode value = fields.get(key);
    if (!value.isTextual() && !value.isArray()) {
      fields.require(key, "an expression that gives a list, such as \"{{order.items}}\"");
      if (fields.has(key)) {
        fields.at(key).add(Wording.expected("an expression or a list", value));
      }
      return NOTHING;
    }
    if (value.isTextual() && !Template.containsExpression(value.textValue())) {
      fields
          .at(key)
          .add(
              Wording.quoted(value.textValue())
                  + " is no expression; did you mean \"{{"
                  + Wording.clip(value.textValue())
                  + "}}\"?");
    }
    try {
      ConfigTemplate items = ConfigTemplate.parse(value);
      fields.references().add(items.paths(), value, fields.at(key));
      if (!items.secrets().isEmpty()) {
        fields.at(key).add(noSecret(items.secrets().iterator().next()));
      }
      return items;
    } catch (InvalidInputException e) {
      fields.at(key).addAll(e.problems());
      return NOTHING;
    }
  }
}
