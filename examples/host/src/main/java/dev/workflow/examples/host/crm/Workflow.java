package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.crm.WrittenWorkflows.Row;
import dev.workflow.examples.host.forms.Form;
import dev.workflow.examples.host.forms.Written;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A published workflow: what it says, and how it was written.
 *
 * @param enabled whether it is now, whatever was written
 * @param warnings of what was written just now
 */
record Workflow(
    WorkflowDefinition definition, boolean enabled, Written written, List<Problem> warnings) {

  /** What an answer holds besides what was written. */
  static final Set<String> OURS = Set.of("form", "version", "document", "warnings");

  /**
   * @param row how a version of it was written; null, or another version: it was written elsewhere,
   *     as a document
   */
  static Workflow of(WorkflowDefinition definition, boolean enabled, @Nullable Row row) {
    Written written =
        row != null && row.version() == definition.version()
            ? row.written()
            : new Written(Form.DOCUMENT, definition.toJson());
    return new Workflow(definition, enabled, written, List.of());
  }

  String key() {
    return definition.key();
  }

  /** Of the version, and of whether it is enabled. */
  String etag() {
    return definition.version() + (enabled ? "" : "-disabled");
  }

  /** As it was written, with its id, form and version. */
  ObjectNode shown() {
    ObjectNode shown = Json.object().put("id", key());
    shown.setAll(written.shown());
    shown.put("id", key()).put("enabled", enabled);
    shown.put("form", written.form().name().toLowerCase(Locale.ROOT));
    return shown.put("version", definition.version());
  }

  /** The same with the engine's document and the warnings. */
  ObjectNode shownWhole() {
    ObjectNode shown = shown();
    shown.set("document", definition.toJson());
    if (!warnings.isEmpty()) {
      ArrayNode list = shown.putArray("warnings");
      warnings.forEach(
          warning ->
              list.addObject().put("pointer", warning.pointer()).put("message", warning.message()));
    }
    return shown;
  }

  /** What somebody may send back of an answer without having written it. */
  static ObjectNode withoutOurs(JsonNode body) {
    return ((ObjectNode) body.deepCopy()).remove(OURS);
  }
}
