package dev.workflow.jackson3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WorkflowJacksonModuleTest {

  private static final String EXACT =
      "{\"amount\":2.50,\"big\":12345678901234567890123,\"text\":\"ü\",\"list\":[1,null,true,{}]}";

  private final JsonMapper mapper = JsonMapper.builder().findAndAddModules().build();

  /** Something as a controller answers with it. */
  record Answer(TenantId tenant, InstanceId id, Actor by, SubjectRef subject, JsonNode data) {}

  @Test
  void records_are_plain_and_their_ids_are_texts() throws Exception {
    Answer answer =
        new Answer(
            TenantId.of("acme"),
            InstanceId.parse("00000000-0000-0000-0000-000000000001"),
            Actor.of("ann"),
            SubjectRef.of("lead", "42"),
            Json.read(EXACT));
    String json =
        "{\"tenant\":\"acme\",\"id\":\"00000000-0000-0000-0000-000000000001\",\"by\":\"ann\","
            + "\"subject\":{\"type\":\"lead\",\"id\":\"42\"},\"data\":"
            + EXACT
            + "}";
    assertThat(Json.read(mapper.writeValueAsString(answer))).isEqualTo(Json.read(json));
    assertThat(mapper.readValue(json, Answer.class)).isEqualTo(answer);
    assertThat(Json.writer().writeValueAsString(answer)).isEqualTo(Json.read(json).toString());
  }

  @Test
  void an_event_of_the_engine_is_written_as_the_json_that_it_is() {
    Event event =
        Event.of(
                TenantId.of("acme"),
                "lead.created",
                SubjectRef.of("lead", "42"),
                (ObjectNode) Json.read(EXACT))
            .withId("e-1")
            .withOccurredAt(Instant.parse("2026-01-05T09:00:00Z"));
    JsonNode written = Json.read(mapper.writeValueAsString(event));
    assertThat(written.path("payload")).isEqualTo(Json.read(EXACT));
    assertThat(written.path("tenant").textValue()).isEqualTo("acme");
    assertThat(Instant.parse(written.path("occurredAt").asText(""))).isEqualTo(event.occurredAt());
  }

  @Test
  void trees_become_trees_and_keep_their_decimals() {
    ObjectNode read = mapper.readValue(EXACT, ObjectNode.class);
    assertThat(read).isEqualTo(Json.read(EXACT));
    assertThat(mapper.valueToTree(read).toString()).isEqualTo(EXACT);
    assertThat(mapper.readValue("null", JsonNode.class).isNull()).isTrue();
  }

  @Test
  void a_list_is_no_object() {
    assertThatThrownBy(() -> mapper.readValue("[]", ObjectNode.class))
        .hasMessageContaining("expected an object");
  }
}
