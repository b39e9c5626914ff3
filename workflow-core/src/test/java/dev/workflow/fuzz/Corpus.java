package dev.workflow.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.definition.RandomDocuments;
import dev.workflow.definition.WorkflowDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Valid input to begin with. Immutable. */
final class Corpus {

  private static final int DOCUMENTS = 60;

  private final JsonNode data;
  private final List<JsonNode> conditions = new ArrayList<>();
  private final List<JsonNode> definitions = new ArrayList<>();
  private final List<String> yaml = new ArrayList<>();
  private final List<String> templates = new ArrayList<>();
  private final List<JsonNode> events = new ArrayList<>();

  Corpus() {
    JsonNode conformance = Json.read(resource("/conformance/conditions.json"));
    data = conformance.get("data");
    conformance.get("cases").forEach(one -> conditions.add(one.get("condition")));
    definitions.add(Json.read(resource("/definition/lead-nurture.json")));
    yaml.add(resource("/definition/order-recovery.yaml"));
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      ObjectNode document = RandomDocuments.document(seed);
      definitions.add(document);
      yaml.add(WorkflowDefinition.parse(document).toYaml());
    }
    templates.addAll(
        List.of(
            "Dear {{lead.company_name | default: \"friend\"}}, {{today+2w}}",
            "{{#each items}}{{@index}}: {{this.sku | lower}} {{this.price | number: \"#,##0.00\"}} {{else}}none{{/each}}",
            "{{#if vip}}{{now-90m}}{{else}}{{created_at | date: \"d MMMM yyyy\"}}{{/if}}",
            "{{amount}}",
            "{{matrix | json}} \\{{ {{{name | trim | upper}}}",
            "{{birthday | date: \"EEEE\"}} {{renewal}} {{today-3b}}"));
    events.add(
        Json.read(
            """
            {"id": "e-1", "tenant": "t", "type": "lead.created", "occurredAt": "2026-06-15T12:00:00Z",
             "subject": {"type": "lead", "id": "42"}, "payload": {"lead": {"name": "Anna", "score": 80.5}},
             "previous": {"lead": {"score": 10}}, "correlation": "c", "cause": ["welcome/1", "nurture/2"]}
            """));
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What conditions and templates are evaluated with. */
  JsonNode data() {
    return data;
  }

  List<JsonNode> conditions() {
    return conditions;
  }

  List<JsonNode> definitions() {
    return definitions;
  }

  List<String> yaml() {
    return yaml;
  }

  List<String> templates() {
    return templates;
  }

  List<JsonNode> events() {
    return events;
  }
}
