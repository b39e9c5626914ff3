package dev.workflow.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.trigger.PayloadKey.Kind;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DefinitionWarningsTest {

  private static final EventCatalog.Builder TYPES =
      EventCatalog.builder()
          .add(
              EventType.of("order.paid", "An order was paid")
                  .required("order_id", Kind.ID, "the order")
                  .optional("amount", Kind.NUMBER, "what was paid")
                  .optional("buyer", Kind.OBJECT, "who paid")
                  .optional("lines", Kind.LIST, "what was bought")
                  .optional("due.date", Kind.MOMENT, "when it was due")
                  .build())
          .add(
              EventType.of("order.shipped", "An order left the house")
                  .required("order_id", Kind.ID, "the order")
                  .optional("carrier", Kind.TEXT, "who carries it")
                  .build());
  private static final EventCatalog LENIENT = TYPES.build();
  private static final EventCatalog STRICT = strict();

  private static EventCatalog strict() {
    EventCatalog.Builder builder = EventCatalog.builder();
    LENIENT.types().forEach(builder::add);
    return builder.strict().build();
  }

  private static WorkflowDefinition definition(String keys, String steps) {
    return WorkflowDefinition.parse(
        ("{'key': 'w', " + keys + " 'steps': [" + steps + "]}").replace('\'', '"'));
  }

  private static List<String> warnings(String keys, String steps) {
    return lines(LENIENT.warnings(definition(keys, steps)));
  }

  /** The warnings about a step of a workflow that starts on {@code order.paid}. */
  private static List<String> ofStep(String step) {
    return warnings("'triggers': [{'event': 'order.paid'}],", "{'id': 's', " + step + "}");
  }

  private static List<String> lines(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }

  @Nested
  class OfEventTypes {

    private static final String KEYS =
        "'triggers': [{'event': 'order.payed'}, {'schedule': '0 9 * * *'}],"
            + " 'exit': [{'event': 'order.paid'}, {'event': 'oder.shipped'}],";
    private static final String STEPS =
        "{'id': 'b', 'branch': [{'otherwise': true, 'steps': ["
            + "{'id': 'r', 'wait': {'event': 'warehouse.moved'}}]}]}";

    @Test
    void areAboutEveryPlaceThatNamesOne() {
      assertThat(warnings(KEYS, STEPS))
          .containsExactly(
              "/triggers/0/event: unknown event type \"order.payed\"; did you mean"
                  + " \"order.paid\"?",
              "/exit/1/event: unknown event type \"oder.shipped\"; did you mean"
                  + " \"order.shipped\"?",
              "/steps/0/branch/0/steps/0/wait/event: unknown event type \"warehouse.moved\"; the"
                  + " host can declare it in the EventCatalog");
    }

    @Test
    void areProblemsWhereTheCatalogueIsStrict() {
      WorkflowDefinition definition = definition(KEYS, STEPS);

      assertThat(LENIENT.check(definition)).isEmpty();
      assertThat(STRICT.check(definition)).isEqualTo(LENIENT.warnings(definition));
      assertThat(STRICT.warnings(definition)).isEmpty();
    }
  }

  @Nested
  class OfConditions {

    @Test
    void nameTheKeyThatWasMeant() {
      assertThat(
              warnings(
                  "'triggers': [{'event': 'order.paid', 'when': {'and': ["
                      + "{'field': 'amount', 'operator': 'gt', 'value': 5},"
                      + "{'not': {'field': 'ammount', 'operator': 'eq', 'value': {'ref':"
                      + " 'byer.limit'}}},"
                      + "{'field': 'colour', 'operator': 'eq', 'value': '{{event.payload.amont}}'}"
                      + "]}}],",
                  ""))
          .containsExactly(
              "/triggers/0/when/and/1/not/field: the EventCatalog describes no payload key"
                  + " \"ammount\" of order.paid; did you mean \"amount\"?",
              "/triggers/0/when/and/1/not/value/ref: the EventCatalog describes no payload key"
                  + " \"byer\" of order.paid; did you mean \"buyer\"?",
              "/triggers/0/when/and/2/field: the EventCatalog describes no payload key \"colour\""
                  + " of order.paid; if events hold it, describe it there",
              "/triggers/0/when/and/2/value: the EventCatalog describes no payload key \"amont\" of"
                  + " order.paid; did you mean \"amount\"?");
    }

    @Test
    void knowWhatHasNoParts() {
      assertThat(
              ofStep(
                  "'delay': 'P1D', 'when': {'or': ["
                      + "{'field': 'amount.currency', 'operator': 'eq', 'value': 'EUR'},"
                      + "{'field': 'buyer.name', 'operator': 'eq', 'value': 'Ann'},"
                      + "{'field': 'lines.*.sku', 'operator': 'eq', 'value': 'A'},"
                      + "{'field': 'due.date', 'operator': 'eq', 'value': 'A'},"
                      + "{'field': 'due\\\\.date', 'operator': 'eq', 'value': 'A'}]}"))
          .containsExactly(
              "/steps/0/when/or/0/field: \"amount\" is a number, which holds no \"currency\"");
    }

    @Test
    void knowTheKeysOfAnEvent() {
      assertThat(
              ofStep(
                  "'delay': 'P1D', 'when': {'and': ["
                      + "{'field': 'event.subjct.id', 'operator': 'eq', 'value': 1},"
                      + "{'field': 'event.previous.anything', 'operator': 'eq', 'value': 1},"
                      + "{'field': 'event.subject.id', 'operator': 'eq', 'value': 1}]}"))
          .containsExactly(
              "/steps/0/when/and/0/field: an event has no \"subjct\"; did you mean \"subject\"?");
    }

    @Test
    void takeTheTypeTheyAreAbout() {
      String when = "'when': {'field': 'carrier', 'operator': 'eq', 'value': 'x'}";

      assertThat(
              warnings(
                  "'triggers': [{'event': 'order.paid', "
                      + when
                      + "}],"
                      + " 'exit': [{'event': 'order.shipped', "
                      + when
                      + "}],",
                  "{'id': 'r', 'wait': {'event': 'order.shipped', " + when + "}, " + when + "}"))
          .containsExactly(
              "/triggers/0/when/field: the EventCatalog describes no payload key \"carrier\" of"
                  + " order.paid; if events hold it, describe it there",
              "/steps/0/when/field: the EventCatalog describes no payload key \"carrier\" of"
                  + " order.paid; if events hold it, describe it there");
    }

    @Test
    void ofWaitsAndExitsReadTheInstanceBesideTheEvent() {
      String when =
          "'when': {'and': [{'field': 'amount', 'operator': 'eq', 'value': 1},"
              + "{'field': 'due.date', 'operator': 'eq', 'value': 1},"
              + "{'field': 'line.sku', 'operator': 'eq', 'value': 1},"
              + "{'field': 'event.payload.amount', 'operator': 'eq', 'value': 1}]}";

      assertThat(
              warnings(
                  "'triggers': [{'event': 'order.paid'}],"
                      + " 'exit': [{'event': 'order.shipped', "
                      + when
                      + "}],",
                  "{'id': 'l', 'each': {'items': '{{lines}}', 'as': 'line', 'steps': ["
                      + "{'id': 'r', 'wait': {'event': 'order.shipped', "
                      + when
                      + "}}]}}"))
          .containsExactly(
              "/exit/0/when/and/2/field: the EventCatalog describes no payload key \"line\" of"
                  + " order.shipped; did you mean \"lines\"?",
              "/exit/0/when/and/3/field: the EventCatalog describes no payload key \"amount\" of"
                  + " order.shipped; if events hold it, describe it there",
              "/steps/0/each/steps/0/wait/when/and/3/field: the EventCatalog describes no payload"
                  + " key \"amount\" of order.shipped; if events hold it, describe it there");
    }
  }

  @Nested
  class OfExpressions {

    private static final String TAIL = " of order.paid; if events hold it, describe it there";

    @Test
    void standAtTheirText() {
      assertThat(
              warnings(
                  "'triggers': [{'event': 'order.paid', 'dedupe': {'key': '{{k1}}'}}],"
                      + " 'concurrency': {'key': '{{k2}}', 'policy': 'skip'},",
                  "{'id': 'a', 'action': 'x', 'config': {'to': 'k3', 'text': ['Hi', '{{k3}}']},"
                      + " 'delay': {'until': '{{k4}}'}, 'assignee': '{{k5}}',"
                      + " 'compensate': {'action': 'x', 'config': {'a': {'b': '{{k6}}'}}},"
                      + " 'onFailure': [{'id': 'f', 'stop': {'reason': '{{k7}}'}}]},"
                      + "{'id': 'w', 'workflow': {'key': 'o', 'input': {'i': '{{k8}}'}}},"
                      + "{'id': 'c', 'wait': {'event': 'order.paid', 'correlation': '{{k9}}'}}"))
          .containsExactly(
              "/triggers/0/dedupe/key: the EventCatalog describes no payload key \"k1\"" + TAIL,
              "/concurrency/key: the EventCatalog describes no payload key \"k2\"" + TAIL,
              "/steps/0/config/text/1: the EventCatalog describes no payload key \"k3\"" + TAIL,
              "/steps/0/delay/until: the EventCatalog describes no payload key \"k4\"" + TAIL,
              "/steps/0/onFailure/0/stop/reason: the EventCatalog describes no payload key \"k7\""
                  + TAIL,
              "/steps/0/compensate/config/a/b: the EventCatalog describes no payload key \"k6\""
                  + TAIL,
              "/steps/0/assignee: the EventCatalog describes no payload key \"k5\"" + TAIL,
              "/steps/1/workflow/input/i: the EventCatalog describes no payload key \"k8\"" + TAIL,
              "/steps/2/wait/correlation: the EventCatalog describes no payload key \"k9\"" + TAIL);
    }

    @Test
    void knowTheNamesOfLoops() {
      assertThat(
              warnings(
                  "'triggers': [{'event': 'order.paid'}],",
                  "{'id': 'e', 'each': {'items': '{{lines}}', 'as': 'line', 'steps': ["
                      + "{'id': 'x', 'action': 'x', 'config': {'a': '{{line.sku}} {{index}}',"
                      + " 'b': '{{lin.sku}}'}}]}},"
                      + "{'id': 'r', 'repeat': {'max': 3, 'until': {'field': 'iteration', 'operator':"
                      + " 'gt', 'value': 1}, 'steps': []}},"
                      + "{'id': 'y', 'action': 'x', 'config': {'c': '{{line.sku}}'}}"))
          .containsExactly(
              "/steps/0/each/steps/0/config/b: the EventCatalog describes no payload key \"lin\" of"
                  + " order.paid; did you mean \"line\"?",
              "/steps/2/config/c: the EventCatalog describes no payload key \"line\" of order.paid;"
                  + " did you mean \"lines\"?");
    }

    @Test
    void knowTheEventThatAStepWaitedFor() {
      assertThat(
              warnings(
                  "'triggers': [{'event': 'order.paid'}],",
                  "{'id': 'r', 'wait': {'event': 'order.shipped'}},"
                      + "{'id': 'x', 'action': 'x', 'config': {"
                      + "'a': '{{steps.r.output.event.payload.carrier}}',"
                      + "'b': '{{steps.r.output.event.payload.carier}}',"
                      + "'c': '{{steps.r.output.timedOut}}'}}"))
          .containsExactly(
              "/steps/1/config/b: the EventCatalog describes no payload key \"carier\" of"
                  + " order.shipped; did you mean \"carrier\"?");
    }

    @Test
    void takeAKeyOfAnyEventThatStarts() {
      assertThat(
              warnings(
                  "'triggers': [{'event': 'order.paid'}, {'event': 'order.shipped'}],",
                  "{'id': 'x', 'action': 'x', 'config': {'a': '{{amount}} {{carrier}} {{x}}'}}"))
          .containsExactly(
              "/steps/0/config/a: the EventCatalog describes no payload key \"x\" of order.paid,"
                  + " order.shipped; if events hold it, describe it there");
    }
  }

  @Nested
  class AreNot {

    private static final String STEP =
        "{'id': 'x', 'action': 'x', 'config': {'a': '{{whatever}} {{event.payload.whatever}}'}}";

    @Test
    void givenWhereNothingIsKnownOfTheEvent() {
      assertThat(warnings("'triggers': [{'event': 'message.received'}],", STEP)).isEmpty();
      assertThat(warnings("'triggers': [{'schedule': '0 9 * * *'}],", STEP)).isEmpty();
      assertThat(warnings("", STEP)).isEmpty();
      assertThat(warnings("'triggers': [{'event': 'order.paid'}, {'event': 'order.other'}],", STEP))
          .hasSize(1)
          .allMatch(warning -> warning.startsWith("/triggers/1/event: unknown event type"));
    }

    @Test
    void givenForWhatIsAlwaysThere() {
      assertThat(
              ofStep(
                  "'action': 'x', 'config': {'a': '{{subject.id}} {{input.x}} {{terms.days}}"
                      + " {{tenant.id}} {{event.type}} {{today+2}} {{secret.key}} {{steps.s.state}}'}"))
          .isEmpty();
    }
  }

  @Test
  void theKeysOfAnEventAreThoseOfItsJson() {
    Event event =
        Event.of(TenantId.of("t"), "a.b", SubjectRef.of("lead", "1"), Json.object())
            .withId("1")
            .withOccurredAt(Instant.EPOCH)
            .withPrevious(Json.object())
            .withCorrelation("c")
            .withCause(new Cause(List.of("a")));
    Set<String> keys = new HashSet<>();
    event.toJson().fieldNames().forEachRemaining(keys::add);

    assertThat(PayloadPaths.OF_EVENT).isEqualTo(keys);
  }
}
