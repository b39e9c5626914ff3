package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Definitions;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.action.ActionSpec;
import dev.workflow.action.KeyType;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.WorkflowAssertions;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddingAnActionTest {

  // snippet: handler
  /** Books a room for a meeting. */
  static final class BookRoom implements ActionHandler {

    private static final ActionSpec SPEC =
        ActionSpec.builder("book_room", "Books a room for a meeting.")
            .required("room", KeyType.TEXT, "the room, such as Blue")
            .required("day", KeyType.DATE, "the day of the meeting")
            .optionalOneOf(
                "part", List.of("morning", "afternoon"), "left out: the room is taken all day")
            .optional("guests", KeyType.EMAILS, "who is told")
            .output("`booking`: the number of the booking")
            .example("{\"room\": \"Blue\", \"day\": \"{{meeting.day}}\", \"part\": \"morning\"}")
            .build();

    /** The host's own service; a repeated key gives the first answer again. */
    interface Rooms {
      int book(String key, String room, String day, String part);
    }

    private final Rooms rooms;

    BookRoom(Rooms rooms) {
      this.rooms = rooms;
    }

    @Override
    public String type() {
      return SPEC.type();
    }

    @Override
    public Optional<JsonNode> schema() {
      return Optional.of(SPEC.schema()); // the designer's form, and the reference
    }

    @Override
    public void validate(JsonNode config, Problems problems) {
      SPEC.validate(config, problems); // when it is published: expressions are still texts
    }

    @Override
    public ActionResult start(ActionContext context) {
      JsonNode config = context.config();
      Problems problems = Problems.none();
      SPEC.verify(config, problems); // when it runs: what came of the expressions
      problems.throwIfAny(list -> new InvalidInputException("The booking", list));
      int booking =
          rooms.book(
              context.idempotencyKey(),
              config.get("room").asText(),
              config.get("day").asText(),
              config.path("part").asText("all day"));
      return ActionResult.completed(Json.object().put("booking", booking));
    }
  }

  // end

  private static final SubjectRef MEETING = SubjectRef.of("meeting", "7");

  private static WorkflowTestKit kit(List<String> booked) {
    BookRoom.Rooms rooms =
        (key, room, day, part) -> {
          booked.add(room + " " + day + " " + part);
          return 41 + booked.size();
        };
    return WorkflowTestKit.inMemory(
        engine ->
            // snippet: registered
            engine.handler(new BookRoom(rooms))
        // end
        );
  }

  // snippet: step
  private static final String STEP =
      """
      {"id": "room", "action": "book_room",
       "config": {"room": "Blue", "day": "{{day}}", "part": "morning"}}
      """;

  // end

  private static InstanceId run(WorkflowTestKit kit, String step, String day) {
    kit.publish("{\"key\": \"w\", \"name\": \"W\", \"steps\": [%s]}".formatted(step));
    return kit.start("w", MEETING, Json.object().put("day", day));
  }

  @Test
  void it_books_and_gives_the_number() {
    List<String> booked = new ArrayList<>();
    try (WorkflowTestKit kit = kit(booked)) {
      InstanceId id = run(kit, STEP, "2026-06-15");
      WorkflowAssertions.assertThat(kit, id).isCompleted();
      assertThat(booked).containsExactly("Blue 2026-06-15 morning");
      assertThat(kit.instance(id).step("room").output()).isEqualTo(Json.read("{\"booking\": 42}"));
    }
  }

  @Test
  void what_is_wrong_as_it_is_written_is_refused_when_it_is_published() {
    try (WorkflowTestKit kit = kit(new ArrayList<>())) {
      String wrong =
          """
          {"id": "room", "action": "book_room", "config": {"rom": "Blue", "day": "Monday"}}
          """;
      // snippet: wrong
      String message =
          """
          The workflow "w" has 3 problems:
            /steps/0/config/rom: unknown key "rom"; did you mean "room"?
            /steps/0/config/room: is required: the room, such as Blue
            /steps/0/config/day: expected a date such as "2026-06-15", found "Monday"
          """;
      // end
      assertThatThrownBy(() -> run(kit, wrong, "2026-06-15"))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessage(message.strip());
    }
  }

  @Test
  void what_came_of_an_expression_is_checked_when_it_runs() {
    try (WorkflowTestKit kit = kit(new ArrayList<>())) {
      InstanceId id = run(kit, STEP, "next week");
      assertThat(kit.instance(id).step("room").reason()).contains("day");
    }
  }

  @Test
  void its_schema_is_what_the_designer_makes_a_form_of() {
    try (WorkflowTestKit kit = kit(new ArrayList<>())) {
      Definitions.ActionType type =
          kit.engine().definitions().actions(WorkflowTestKit.TENANT).stream()
              .filter(one -> one.type().equals("book_room"))
              .findFirst()
              .orElseThrow();
      // snippet: schema
      String schema =
          """
          {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "book_room",
           "description": "Books a room for a meeting.", "type": "object",
           "properties": {
             "room": {"description": "the room, such as Blue", "x-kind": "text", "type": "string"},
             "day": {"description": "the day of the meeting", "x-kind": "date", "type": "string"},
             "part": {"description": "left out: the room is taken all day", "x-kind": "text", "anyOf": [
               {"type": "string", "enum": ["morning", "afternoon"]},
               {"type": "string", "pattern": "\\\\{\\\\{"}]},
             "guests": {"description": "who is told", "x-kind": "emails", "anyOf": [
               {"type": "string"}, {"type": "array", "items": {"type": "string"}}]}},
           "required": ["room", "day"],
           "additionalProperties": false,
           "examples": [{"room": "Blue", "day": "{{meeting.day}}", "part": "morning"}],
           "x-output": "`booking`: the number of the booking"}
          """;
      // end
      assertThat(type.schema()).isEqualTo(Json.read(schema));
    }
  }
}
