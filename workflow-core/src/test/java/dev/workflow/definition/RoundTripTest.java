package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RoundTripTest {

  @Property(tries = 500)
  void readsWhatItWrites(@ForAll long seed) {
    WorkflowDefinition definition = WorkflowDefinition.parse(RandomDocuments.document(seed));

    assertThat(WorkflowDefinition.parse(definition.toJson())).isEqualTo(definition);
    assertThat(WorkflowDefinition.parse(definition.toJson().toString())).isEqualTo(definition);
    assertThat(WorkflowDefinition.parse(definition.toJson().toPrettyString()))
        .hasSameHashCodeAs(definition);
  }

  @Property(tries = 500)
  void writesOneFormForEqualDefinitions(@ForAll long seed) {
    JsonNode written = WorkflowDefinition.parse(RandomDocuments.document(seed)).toJson();

    assertThat(WorkflowDefinition.parse(written).toJson().toString()).isEqualTo(written.toString());
  }

  @Property(tries = 500)
  void readsItsOwnYaml(@ForAll long seed) {
    WorkflowDefinition definition = WorkflowDefinition.parse(RandomDocuments.document(seed));

    assertThat(WorkflowDefinition.parseYaml(definition.toYaml())).isEqualTo(definition);
  }

  @Property(tries = 200)
  void readsJsonAsYaml(@ForAll long seed) {
    ObjectNode document = RandomDocuments.document(seed);

    assertThat(WorkflowDefinition.parseYaml(document.toPrettyString()))
        .isEqualTo(WorkflowDefinition.parse(document));
  }

  @Test
  void givesTreesOfJavaTheFormOfText() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("key", "terms").putArray("steps");
    document.putObject("terms").set("days", LongNode.valueOf(14));
    document.withObject("/terms").set("share", DoubleNode.valueOf(0.1));

    assertThat(WorkflowDefinition.parse(document))
        .isEqualTo(
            WorkflowDefinition.parse(
                """
                {"key": "terms", "terms": {"days": 14, "share": 0.1}, "steps": []}
                """));
  }

  @Test
  void copiesTheTreeItReads() {
    ObjectNode document = RandomDocuments.document(7);
    WorkflowDefinition definition = WorkflowDefinition.parse(document);
    JsonNode before = definition.toJson();

    document.removeAll();
    definition.toJson().removeAll();

    assertThat(definition.toJson()).isEqualTo(before);
  }

  @Test
  void keepsNumbersHoweverYamlWritesThem() {
    WorkflowDefinition definition =
        WorkflowDefinition.parseYaml("key: a\nterms: {share: 0., more: 12.}\nsteps: []\n");

    assertThat(definition.toJson().get("terms").toString()).isEqualTo("{\"share\":0,\"more\":12}");
    assertThat(WorkflowDefinition.parse(definition.toJson().toString())).isEqualTo(definition);
  }

  @Test
  void writesATextOfManyWordsAsYaml() {
    String step = "{'id': 'a', 'action': 'x', 'config': {'t': 'W'}}".replace('\'', '"');
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            Documents.withStep(step.replace("W", "ab ".repeat(100_000) + "c")));

    assertThat(WorkflowDefinition.parseYaml(definition.toYaml())).isEqualTo(definition);
  }

  @Test
  void keepsEveryKindOfLineBreakInYaml() {
    String step =
        "{\"id\": \"a\", \"action\": \"x\", \"config\": {\"t\": \"a\\u0085b\\nc\\u2028d\\re\\n\", \"u\": \"a\\nb\\n\"}}";
    WorkflowDefinition definition = WorkflowDefinition.parse(Documents.withStep(step));

    assertThat(definition.toYaml()).contains("u: |");
    assertThat(WorkflowDefinition.parseYaml(definition.toYaml())).isEqualTo(definition);
  }
}
