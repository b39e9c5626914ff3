package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.workflow.InvalidDefinitionException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {

  private static final Path SOURCE =
      Path.of("src/main/resources/dev/workflow/definition", DefinitionSchema.RESOURCE);

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(DefinitionSchema.json());

  @Test
  void liesBesideTheClass() throws IOException {
    String written = DefinitionSchema.json().toPrettyString() + "\n";
    if (Boolean.getBoolean("workflow.docs.update")) {
      Files.writeString(SOURCE, written);
    }
    assertThat(SOURCE)
        .as("the resource; run this test with -Dworkflow.docs.update=true to write it anew")
        .content()
        .isEqualTo(written);
    try (InputStream in = DefinitionSchema.class.getResourceAsStream(DefinitionSchema.RESOURCE)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text).as("the resource as compiled").isEqualTo(written);
    }
  }

  @Test
  void isASchemaItself() {
    Schema metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));

    assertThat(metaSchema.validate(DefinitionSchema.json())).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> hasTheKeysOfTheReader() {
    JsonNode schema = DefinitionSchema.json();
    return Keys.objects().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      String name = entry.getKey();
                      JsonNode object =
                          name.equals("workflow") ? schema : schema.at("/$defs/" + name);
                      assertThat(names(object.path("properties"))).isEqualTo(entry.getValue());
                      assertThat(object.path("additionalProperties").booleanValue()).isFalse();
                      assertThat(object.has("additionalProperties")).isTrue();
                    }));
  }

  @Test
  void describesEveryObjectOfTheReader() {
    Set<String> described = new HashSet<>();
    DefinitionSchema.json()
        .path("$defs")
        .properties()
        .forEach(
            part -> {
              if (part.getValue().has("properties")) {
                described.add(part.getKey());
              }
            });
    described.remove("comparison");
    described.add("workflow");

    assertThat(described).isEqualTo(Keys.objects().keySet());
  }

  @Test
  void knowsTheOperatorsOfConditions() throws ReflectiveOperationException {
    Method names = Class.forName("dev.workflow.condition.Operator").getDeclaredMethod("names");
    names.setAccessible(true);

    assertThat((Iterable<?>) names.invoke(null))
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(ConditionSchema.OPERATORS);
  }

  @Test
  void acceptsTheExamples() {
    assertThat(SCHEMA.validate(Documents.leadNurture(), InputFormat.JSON)).isEmpty();
    assertThat(SCHEMA.validate(DefinitionTexts.yaml(Documents.orderRecovery()))).isEmpty();
  }

  @Property(tries = 300)
  void acceptsWhatTheReaderAccepts(@ForAll long seed) {
    ObjectNode document = RandomDocuments.document(seed);

    assertThat(SCHEMA.validate(document)).isEmpty();
    assertThat(SCHEMA.validate(WorkflowDefinition.parse(document).toJson())).isEmpty();
  }

  @Property(tries = 1_000)
  void acceptsSpoiledDocumentsThatTheReaderStillAccepts(@ForAll long seed) {
    ObjectNode document = RandomDocuments.document(seed);
    spoil(document, new Random(seed));
    try {
      WorkflowDefinition.parse(document);
    } catch (InvalidDefinitionException refused) {
      return;
    }

    assertThat(SCHEMA.validate(document)).isEmpty();
  }

  /** Takes a value away, puts another one in its place, or renames a key. */
  private static void spoil(ObjectNode document, Random random) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(document, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> keys = new ArrayList<>(names(object));
    if (keys.isEmpty()) {
      object.put("extra", true);
      return;
    }
    String key = keys.get(random.nextInt(keys.size()));
    JsonNode old = object.remove(key);
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    switch (random.nextInt(10)) {
      case 0 -> object.set(key + "x", old);
      case 1 -> object.putNull(key);
      case 2 -> object.put(key, random.nextInt(3) - 1);
      case 3 -> object.put(key, 1.5);
      case 4 -> object.put(key, "text");
      case 5 -> object.put(key, "");
      case 6 -> object.put(key, true);
      case 7 -> object.set(key, nodes.arrayNode());
      case 8 -> object.set(key, nodes.objectNode());
      default -> {}
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    node.forEach(child -> collect(child, objects));
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatTheReaderRefuses(String document) {
    assertThatThrownBy(() -> WorkflowDefinition.parse(document))
        .isInstanceOf(InvalidDefinitionException.class);
    assertThat(SCHEMA.validate(document, InputFormat.JSON)).as(document).isNotEmpty();
  }

  static Stream<String> refusesWhatTheReaderRefuses() {
    Stream<String> documents =
        Stream.of(
            "[]",
            "{}",
            "{\"key\": \"one\"}",
            "{\"steps\": []}",
            "{\"key\": \"One\", \"steps\": []}",
            "{\"key\": 1, \"steps\": []}",
            "{\"key\": \"one\", \"steps\": {}}",
            "{\"key\": \"one\", \"steps\": [null]}");
    Stream<String> keys =
        Stream.of(
                "'nmae': 'x'",
                "'name': ''",
                "'name': null",
                "'enabled': 'yes'",
                "'priority': 1.5",
                "'priority': 1000001",
                "'subject': ' '",
                "'triggers': {}",
                "'triggers': [{}]",
                "'triggers': [{'event': 'a', 'schedule': '0 9 * * *'}]",
                "'triggers': [{'event': 'Lead'}]",
                "'triggers': [{'event': 'a', 'timezone': 'UTC'}]",
                "'triggers': [{'schedule': '0 9 * * *', 'when': {}}]",
                "'triggers': [{'schedule': '0 9 * * *', 'misfire': 'never'}]",
                "'triggers': [{'every': 'PT1M', 'settle': 'PT1M'}]",
                "'triggers': [{'event': 'a', 'for': {'type': 'lead'}}]",
                "'triggers': [{'every': 'PT1M', 'for': {}}]",
                "'triggers': [{'every': 'PT1M', 'for': {'type': 'lead', 'filters': []}}]",
                "'triggers': [{'schedule': '0 9 * * *', 'becomes': true}]",
                "'triggers': [{'event': 'a', 'becomes': 'yes'}]",
                "'triggers': [{'event': 'a', 'settle': '30s'}]",
                "'triggers': [{'event': 'a', 'dedupe': {}}]",
                "'triggers': [{'event': 'a', 'dedupe': {'key': 'x', 'window': '1d'}}]",
                "'triggers': [{'event': 'a', 'when': {'field': 'x'}}]",
                "'triggers': [{'event': 'a', 'when': {'and': [], 'or': []}}]",
                "'triggers': [{'event': 'a', 'when': null}]",
                "'concurrency': {'policy': 'skip'}",
                "'concurrency': {'key': 'x', 'policy': 'wait'}",
                "'exit': [{}]",
                "'exit': [{'when': {}, 'correlation': '{{a}}'}]",
                "'governed': 'yes'",
                "'records': []",
                "'records': {'1st': {'type': 'lead', 'id': 'x'}}",
                "'records': {'lead': {'type': 'lead'}}",
                "'records': {'lead': {'type': 'lead', 'id': ' '}}",
                "'records': {'lead': {'type': 'lead', 'id': 'x', 'read': 'often'}}",
                "'rateLimit': {'permits': 0, 'per': 'PT1M'}",
                "'rateLimit': {'permits': 1}",
                "'backlog': 'newest'",
                "'backlog': {}",
                "'backlog': {'spread': 'PT1M', 'dropOlderThan': 'PT1M'}",
                "'terms': {'a': [1]}",
                "'terms': {'a': null}")
            .map(key -> Documents.with(key.replace('\'', '"')));
    return Stream.of(documents, keys, steps()).flatMap(stream -> stream);
  }

  private static Stream<String> steps() {
    return Stream.of(
            "{'id': 'a'}",
            "{'delay': 'P1D'}",
            "{'id': 'A', 'delay': 'P1D'}",
            "{'id': 'a', 'delay': 'P'}",
            "{'id': 'a', 'delay': '-P1D'}",
            "{'id': 'a', 'delay': 'P1DT'}",
            "{'id': 'a', 'delay': 5}",
            "{'id': 'a', 'delay': {}}",
            "{'id': 'a', 'delay': {'for': 'P1D', 'until': 'x'}}",
            "{'id': 'a', 'delay': {'for': 'P1D', 'ifPast': 'now'}}",
            "{'id': 'a', 'delay': {'until': '{{x}}', 'from': 'trigger'}}",
            "{'id': 'a', 'delay': {'until': '{{x}}', 'ifMissing': 'wait'}}",
            "{'id': 'a', 'delay': {'for': 'P1D', 'offset': 'P1D'}}",
            "{'id': 'a', 'delay': {'until': '{{x}}', 'offset': '1d'}}",
            "{'id': 'a', 'delay': {'until': '{{x}}', 'offset': '--P1D'}}",
            "{'id': 'a', 'delay': {'window': {'days': 'MON'}, 'timezone': 'UTC'}}",
            "{'id': 'a', 'delay': {'window': {}}}",
            "{'id': 'a', 'delay': {'window': {'from': '09:00'}}}",
            "{'id': 'a', 'delay': {'window': {'from': '9:00', 'to': '17:00'}}}",
            "{'id': 'a', 'delay': {'window': {'days': ['MON']}}}",
            "{'id': 'a', 'action': 'sendEmail'}",
            "{'id': 'a', 'action': 'x', 'config': []}",
            "{'id': 'a', 'action': 'x', 'wait': {'event': 'a'}}",
            "{'id': 'a', 'wait': {'event': 'a'}, 'config': {}}",
            "{'id': 'a', 'wait': {'event': 'a'}, 'join': 'all'}",
            "{'id': 'a', 'wait': {}}",
            "{'id': 'a', 'wait': 'a'}",
            "{'id': 'a', 'branch': []}",
            "{'id': 'a', 'branch': [{'steps': []}]}",
            "{'id': 'a', 'branch': [{'when': {}, 'otherwise': true, 'steps': []}]}",
            "{'id': 'a', 'branch': [{'when': {}}]}",
            "{'id': 'a', 'parallel': []}",
            "{'id': 'a', 'parallel': [{'steps': []}], 'join': 'none'}",
            "{'id': 'a', 'parallel': [{'steps': []}], 'join': 0}",
            "{'id': 'a', 'split': [{'steps': []}]}",
            "{'id': 'a', 'split': [{'steps': []}, {'steps': [], 'weight': 0}]}",
            "{'id': 'a', 'each': {'items': 'order.items', 'steps': []}}",
            "{'id': 'a', 'each': {'items': 5, 'steps': []}}",
            "{'id': 'a', 'each': {'steps': []}}",
            "{'id': 'a', 'repeat': {'max': 3, 'steps': []}}",
            "{'id': 'a', 'repeat': {'while': {}, 'until': {}, 'max': 3, 'steps': []}}",
            "{'id': 'a', 'repeat': {'while': {}, 'steps': []}}",
            "{'id': 'a', 'repeat': {'while': {}, 'max': 10001, 'steps': []}}",
            "{'id': 'a', 'workflow': {}}",
            "{'id': 'a', 'workflow': {'key': 'b', 'version': 0}}",
            "{'id': 'a', 'workflow': ''}",
            "{'id': 'a', 'stop': 'cancelled'}",
            "{'id': 'a', 'stop': true}",
            "{'id': 'a', 'stop': 'failed', 'retry': {'maxAttempts': 0}}",
            "{'id': 'a', 'stop': 'failed', 'retry': {'jitter': 2}}",
            "{'id': 'a', 'stop': 'failed', 'retry': 5}",
            "{'id': 'a', 'stop': 'failed', 'timeout': 30}",
            "{'id': 'a', 'stop': 'failed', 'required': 'no'}",
            "{'id': 'a', 'stop': 'failed', 'role': ''}",
            "{'id': 'a', 'stop': 'failed', 'onFailure': {'id': 'b', 'stop': 'failed'}}",
            "{'id': 'a', 'stop': 'failed', 'compensate': {'config': {}}}",
            "{'id': 'a', 'stop': 'failed', 'compensate': 'undo'}")
        .map(step -> Documents.withStep(step.replace('\'', '"')));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
