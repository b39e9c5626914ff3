package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of JSON Schema. */
enum FormType {
  STRING("a text"),
  NUMBER("a number"),
  INTEGER("a whole number"),
  BOOLEAN("true or false"),
  OBJECT("an object"),
  ARRAY("a list"),
  NULL("null");

  final String words;

  FormType(String words) {
    this.words = words;
  }

  static Optional<FormType> named(String name) {
    return Stream.of(values()).filter(type -> type.key().equals(name)).findFirst();
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean fits(JsonNode value) {
    return switch (this) {
      case STRING -> value.isTextual() || value.isBinary();
      case NUMBER -> value.isNumber();
      case INTEGER -> value.isNumber() && FormNumbers.isWhole(FormNumbers.exact(value));
      case BOOLEAN -> value.isBoolean();
      case OBJECT -> value.isObject();
      case ARRAY -> value.isArray();
      case NULL -> value.isNull() || value.isMissingNode();
    };
  }
}
