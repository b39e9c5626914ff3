package dev.workflow.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.trigger.PayloadKey.Kind;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCatalogTest {

  private static final EventCatalog STRICT =
      EventCatalog.builder()
          .add(
              EventType.of("invoice.overdue", "An invoice was not paid in time")
                  .required("invoice_id", Kind.ID, "the invoice")
                  .optional("amount", Kind.NUMBER, "what is owed")
                  .optional("reminded", Kind.BOOLEAN, "whether somebody wrote")
                  .optional("due", Kind.MOMENT, "when it was due")
                  .optional("lines", Kind.LIST, "what was bought")
                  .optional("buyer", Kind.OBJECT, "who bought it")
                  .optional("note", Kind.TEXT, "a remark")
                  .optional("extra", Kind.ANY, "whatever else")
                  .build())
          .strict()
          .build();

  private static List<String> problems(EventCatalog catalog, String type, String payload) {
    Event event = Event.of(TenantId.of("acme"), type, null, (ObjectNode) Json.read(payload));
    return catalog.check(event).stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "lead.created, lead_data lead_id",
    "lead.converted, deal_id lead_id",
    "deal.stage_changed, deal_id new_stage old_stage",
    "deal.won, amount deal_id",
    "deal.lost, deal_id reason",
    "contact.created, contact_data contact_id",
    "account.created, account_data account_id",
    "timeline.event, entity_id entity_type event_type",
    "lead.scored, lead_id previous_score score",
    "task.completed, outcome task_id",
    "quote.sent, consumer_email consumer_name consumer_phone organisation quote_id",
    "quote.accepted, consumer_email consumer_name consumer_phone organisation quote_id",
    "quote.rejected, consumer_email consumer_name consumer_phone organisation quote_id",
    "appointment.created, appointment_id starts_at",
    "message.opted_out, answers channel from instance_id provider_id step subject text to workflow",
    "message.opted_in, answers channel from instance_id provider_id step subject text to workflow",
    "message.failed, channel code message_id reason recipient step workflow",
    "message.bounced, channel code message_id reason recipient step workflow"
  })
  void knowsTheBuiltInTypesWithTheirPayload(String type, String keys) {
    EventType found = EventCatalog.builtIn().find(type).orElseThrow();

    assertThat(String.join(" ", found.keys().keySet())).isEqualTo(keys);
    assertThat(found.description()).isNotBlank();
    assertThat(EventCatalog.builtIn().warning(type)).isEmpty();
  }

  @Test
  void listsItsTypesByName() {
    assertThat(STRICT.types()).extracting(EventType::type).isSorted().hasSize(20);
    assertThat(STRICT.types()).isUnmodifiable();
  }

  @Nested
  class AnUnknownType {

    @Test
    void isReportedWithTheOneThatWasMeant() {
      assertThat(STRICT.warning("deal.stage_change"))
          .contains(
              "unknown event type \"deal.stage_change\"; did you mean \"deal.stage_changed\"?");
      assertThat(STRICT.warning("invoice.overdeu"))
          .contains("unknown event type \"invoice.overdeu\"; did you mean \"invoice.overdue\"?");
    }

    @Test
    void likeNoOtherIsReportedWithTheRemedy() {
      assertThat(EventCatalog.builtIn().warning("moon.rises"))
          .contains(
              "unknown event type \"moon.rises\"; the host can declare it in the EventCatalog");
      assertThat(EventCatalog.builtIn().find("moon.rises")).isEmpty();
    }
  }

  @Nested
  class ALenientCatalogue {

    @Test
    void takesEveryEvent() {
      assertThat(EventCatalog.builtIn().isStrict()).isFalse();
      assertThat(problems(EventCatalog.builtIn(), "moon.rises", "{}")).isEmpty();
      assertThat(problems(EventCatalog.builtIn(), "deal.won", "{\"amount\": \"much\"}")).isEmpty();
    }
  }

  @Nested
  class AStrictCatalogue {

    @Test
    void refusesUnknownTypes() {
      assertThat(STRICT.isStrict()).isTrue();
      assertThat(problems(STRICT, "deal.one", "{}"))
          .containsExactly("/type: unknown event type \"deal.one\"; did you mean \"deal.won\"?");
    }

    @Test
    void namesEveryKeyThatIsMissingOrWrong() {
      assertThat(
              problems(
                  STRICT,
                  "invoice.overdue",
                  """
                  {"amount": "12", "reminded": 1, "due": "soon", "lines": {}, "buyer": [],
                   "note": true, "extra": null, "more": 1}"""))
          .containsExactly(
              "/payload/invoice_id: is required: the invoice",
              "/payload/amount: expected a number, found a text",
              "/payload/reminded: expected true or false, found a number",
              "/payload/due: expected a date or an instant such as \"2026-06-15T12:00:00Z\", found a"
                  + " text",
              "/payload/lines: expected a list, found an object",
              "/payload/buyer: expected an object, found a list",
              "/payload/note: expected a text, found true or false");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '\'',
        value = {
          "{\"invoice_id\": 7, \"due\": \"2026-06-15\", \"extra\": [1], \"amount\": null}",
          "{\"invoice_id\": \"x\", \"due\": \"2026-06-15T12:00:00+02:00\", \"unheard_of\": true}"
        })
    void takesWhatFits(String payload) {
      assertThat(problems(STRICT, "invoice.overdue", payload)).isEmpty();
    }
  }

  @Nested
  class TheHost {

    @Test
    void mayReplaceABuiltInType() {
      EventCatalog catalog =
          EventCatalog.builder()
              .add(EventType.of("deal.won", "Ours").required("id", Kind.ID, "it").build())
              .build();

      assertThat(catalog.find("deal.won").orElseThrow().description()).isEqualTo("Ours");
      assertThat(EventCatalog.builtIn().find("deal.won").orElseThrow().description())
          .isEqualTo("A deal was won");
    }

    @Test
    void isToldEverythingThatIsWrongWithItsTypes() {
      EventType twice =
          EventType.of("a.b", "").required("k", Kind.ID, "").optional("k", Kind.TEXT, "").build();
      EventCatalog.Builder builder =
          EventCatalog.builder()
              .add(EventType.of("Deal Won", "").build())
              .add(twice)
              .add(EventType.of("a.b", "").build());

      assertThatThrownBy(builder::build)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              """
              The event catalogue has 3 problems:
                /Deal Won: an event type is dotted lower case, such as "deal.stage_changed"
                /a.b: describes a payload key twice
                /a.b: is declared twice""");
    }
  }
}
