package dev.workflow.examples.host.engine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.definition.DefinitionTexts;
import dev.workflow.examples.host.engine.Refusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A definition as a caller gives it: as a text with its format, or as a document.
 *
 * @param format {@code json} or {@code yaml}; null: json
 * @param text null: the document is given
 * @param document null: the text is given
 */
public record DocumentText(
    @Nullable String format, @Nullable String text, @Nullable JsonNode document) {

  public DocumentText {
    document = document == null || document.isNull() ? null : document;
  }

  static DocumentText json(JsonNode document) {
    return new DocumentText("json", document.toPrettyString(), null);
  }

  String formatName() {
    String name = format == null ? "json" : format.toLowerCase(Locale.ROOT);
    if (!name.equals("json") && !name.equals("yaml")) {
      throw Refusal.of("format", "is neither json nor yaml");
    }
    return name;
  }

  /** The text as it was written; of a document, as it is usually written. */
  String written() {
    if (text != null) {
      return text;
    }
    JsonNode tree = Refusal.require("text", document);
    return formatName().equals("yaml") ? DefinitionTexts.toYaml(tree) : tree.toPrettyString();
  }

  /**
   * The document, whatever is wrong with what it says.
   *
   * @throws InvalidDefinitionException if it is no JSON or YAML
   */
  public JsonNode tree() {
    if (document != null) {
      return document;
    }
    String given = Refusal.require("text", text);
    return formatName().equals("yaml") ? DefinitionTexts.yaml(given) : DefinitionTexts.json(given);
  }
}
