package dev.workflow.messaging.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.messaging.Route;
import dev.workflow.messaging.Route.Decision;
import dev.workflow.spi.HostNotification;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

  private static final TenantId TENANT = TenantId.of("acme");
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

  /** A workflow on {@code quote.sent}: its key, other keys of the document, a condition, a step. */
  private static String workflow(String key, String keys, String when, String step) {
    return """
        {"key": "%s", %s "triggers": [{"event": "quote.sent", "when": %s}],
         "steps": [{"id": "a", "action": %s}]}
        """
        .formatted(key, keys, when, step);
  }

  private static String mail(String key, String keys, String when) {
    return workflow(
        key, keys, when, "\"send_email\", \"config\": {\"to\": \"a@b.nl\", \"text\": \"t\"}");
  }

  private static String on(String step) {
    return workflow("w", "", "{}", step);
  }

  private static Route route(String payload, String channel, String audience, String... documents) {
    List<StepTree> trees =
        Stream.of(documents)
            .map(json -> StepTree.of(WorkflowDefinition.parse(json).withVersion(1)))
            .toList();
    Event event =
        Event.of(
            TENANT, "quote.sent", SubjectRef.of("quote", "7"), (ObjectNode) Json.read(payload));
    ObjectNode data =
        InstanceData.ofEvent(
            TENANT, TenantDirectory.Settings.DEFAULT, event.subject(), event.toJson());
    return new Routes(List.of())
        .ask(
            new TenantWorkflows(1, trees, trees, trees, false, Map.of()),
            event,
            data,
            EvaluationContext.of(NOW, ZoneOffset.UTC),
            RenderContext.of(NOW, ZoneOffset.UTC),
            workflow -> null)
        .route(channel, audience);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "send_email", "config": {"to": "a@b.nl", "text": "t"}                          | email    | customer | WORKFLOW
          "email_send", "config": {"to": "a@b.nl", "text": "t", "audience": "customer"}  | email    | customer | WORKFLOW
          "send_email", "config": {"to": "a@b.nl", "text": "t", "audience": "agent"}     | email    | customer | FALLBACK
          "send_email", "config": {"to": "a@b.nl", "text": "t", "audience": "{{who}}"}   | email    | customer | WORKFLOW
          "send_email", "config": {"to": "a@b.nl", "text": "t", "audience": "{{who}}"}   | email    | agent    | FALLBACK
          "send_sms", "config": {"to": "+31612345678", "text": "t"}                      | sms      | customer | WORKFLOW
          "send_sms", "config": {"to": "+31612345678", "text": "t"}                      | email    | customer | FALLBACK
          "sms_send", "config": {"to": "+31612345678", "text": "t"}                      | sms      | agent    | WORKFLOW
          "send_whatsapp", "config": {"to": "+31612345678", "text": "t"}                 | whatsapp | customer | WORKFLOW
          "whatsapp_send", "config": {"to": "+31612345678", "text": "t"}                 | whatsapp | customer | WORKFLOW
          "send_notification", "config": {"recipient": "x", "message": "m"}              | in_app   | customer | WORKFLOW
          "send_notification", "config": {"recipient": "x", "message": "m", "notification_type": "push"} | push   | customer | WORKFLOW
          "send_notification", "config": {"recipient": "x", "message": "m", "notification_type": "push"} | in_app | customer | FALLBACK
          "send_message", "config": {"channel": "email"}                                 | email    | customer | WORKFLOW
          "send_message", "config": {"channels": ["whatsapp", "sms"]}                    | sms      | customer | WORKFLOW
          "send_message", "config": {"channels": ["whatsapp", "sms"], "audience": ["agent", "customer"]} | sms | agent | WORKFLOW
          "create_task", "config": {"title": "t"}                                        | email    | customer | FALLBACK
          """)
  void a_message_step_serves_its_channel_and_audience(
      String step, String channel, String audience, Decision decision) {
    assertThat(route("{\"who\": \"customer\"}", channel, audience, on(step)).decision())
        .isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          matching         | -                | WORKFLOW   | a v1
          disabled         | -                | SUPPRESSED | a v1
          failing          | -                | FALLBACK   | -
          broken           | -                | FALLBACK   | -
          matching         | matching         | WORKFLOW   | a v1
          matching         | disabled         | WORKFLOW   | a v1
          disabled         | matching         | WORKFLOW   | b v1
          disabled         | failing          | SUPPRESSED | a v1
          disabled failing | -                | FALLBACK   | -
          disabled failing | matching         | WORKFLOW   | b v1
          broken           | matching         | WORKFLOW   | b v1
          broken           | disabled         | SUPPRESSED | b v1
          foreign          | -                | FALLBACK   | -
          foreign          | disabled         | SUPPRESSED | b v1
          """)
  void an_enabled_match_wins_over_a_disabled_one_and_that_over_none(
      String first, String second, Decision decision, String workflow) {
    Route route =
        second == null
            ? route("{\"amount\": 50}", "email", "customer", named("a", first))
            : route("{\"amount\": 50}", "email", "customer", named("a", first), named("b", second));
    assertThat(route.decision()).isEqualTo(decision);
    assertThat(route.workflow() == null ? null : route.workflow().toString()).isEqualTo(workflow);
  }

  private static String named(String key, String kind) {
    String holds = "{\"field\": \"amount\", \"operator\": \"gte\", \"value\": 10}";
    String fails = "{\"field\": \"amount\", \"operator\": \"gte\", \"value\": 100}";
    String breaks = "{\"field\": \"amount\", \"operator\": \"gte\", \"value\": \"ten\"}";
    return switch (kind) {
      case "matching" -> mail(key, "", holds);
      case "disabled" -> mail(key, "\"enabled\": false,", holds);
      case "failing" -> mail(key, "", fails);
      case "disabled failing" -> mail(key, "\"enabled\": false,", fails);
      case "broken" -> mail(key, "", breaks);
      case "foreign" -> mail(key, "\"subject\": \"lead\",", holds);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @Test
  void the_trace_names_every_candidate_in_the_order_of_priority_with_its_reason() {
    Route route =
        route(
            "{\"amount\": 50}",
            "email",
            "customer",
            named("a-failing", "failing"),
            named("b-broken", "broken"),
            named("c-disabled", "disabled"),
            named("d-foreign", "foreign"),
            mail("e-first", "\"priority\": 5,", "{}"),
            on("\"create_task\", \"config\": {\"title\": \"t\"}"));
    assertThat(route)
        .hasToString(
            """
            quote.sent by email to customer: WORKFLOW e-first v1
              e-first v1: SENDS, its trigger matches; step "a" sends
              a-failing v1: NOT_MATCHED, ✗ amount gte 100 (was 50)
              b-broken v1: NOT_MATCHED, ✗ amount gte "ten" (was 50; type mismatch: number vs text)
              c-disabled v1: DISABLED, its trigger matches, but it is disabled
              d-foreign v1: NOT_MATCHED, it is about a lead; the event's subject is a quote""");
  }

  @Test
  void without_a_candidate_it_says_so() {
    assertThat(route("{}", "sms", "agent", named("a", "matching")))
        .hasToString(
            """
            quote.sent by sms to agent: FALLBACK
              no workflow has a trigger for it and a message step for this path""");
  }

  @Test
  void a_step_whose_audience_cannot_be_worked_out_is_broken_and_counts_as_no_match() {
    Route route =
        route(
            "{}",
            "email",
            "customer",
            on(
                "\"send_email\", \"config\": {\"to\": \"a@b.nl\", \"text\": \"t\", \"audience\":"
                    + " \"{{who}}\"}"));
    assertThat(route.decision()).isEqualTo(Decision.FALLBACK);
    assertThat(route.trace())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.verdict()).isEqualTo(Route.Verdict.BROKEN);
              assertThat(one.because()).startsWith("whom step \"a\" serves cannot be told: ");
            });
  }

  @Test
  void of_several_triggers_one_that_matches_is_enough_and_stands_in_the_trace_once() {
    Route route =
        route(
            "{}",
            "email",
            "customer",
            """
            {"key": "w", "triggers": [{"event": "quote.sent"}, {"event": "quote.sent"}],
             "steps": [{"id": "wait", "delay": "PT1H"},
                       {"id": "b", "branch": [{"otherwise": true, "steps": [
                         {"id": "deep", "action": "send_email",
                          "config": {"to": "a@b.nl", "text": "t"}}]}]}]}
            """);
    assertThat(route.trace())
        .extracting(Route.Candidate::toString)
        .containsExactly("w v1: SENDS, its trigger matches; step \"deep\" sends");
  }

  @Nested
  class Workflows_that_a_workflow_starts {

    private static String parent(String key, String steps) {
      return """
          {"key": "%s", "triggers": [{"event": "quote.sent"}], "steps": [%s]}
          """
          .formatted(key, steps);
    }

    private static String child(String key, String keys, String steps) {
      return "{\"key\": \"%s\", %s \"steps\": [%s]}".formatted(key, keys, steps);
    }

    private static final String MAIL =
        "{\"id\": \"mail\", \"action\": \"send_email\", \"config\": {\"to\": \"a@b.nl\","
            + " \"text\": \"t\", \"audience\": \"customer\"}}";

    private static String starts(String workflow) {
      return "{\"id\": \"sub\", \"workflow\": " + workflow + "}";
    }

    private Route routed(String... documents) {
      return route("{}", "email", "customer", documents);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"id\": \"sub\", \"workflow\": \"child\"}",
          "{\"id\": \"sub\", \"workflow\": {\"key\": \"child\", \"version\": 1, \"wait\": true}}",
          "{\"id\": \"sub\", \"action\": \"start_workflow\", \"config\": {\"workflow\": \"child\"}}",
          "{\"id\": \"b\", \"branch\": [{\"otherwise\": true, \"steps\": [{\"id\": \"sub\", \"workflow\": \"child\"}]}]}"
        })
    void send_what_it_sends(String step) {
      Route route = routed(parent("w", step), child("child", "", MAIL));
      assertThat(route)
          .hasToString(
              """
              quote.sent by email to customer: WORKFLOW w v1
                w v1: SENDS, its trigger matches; step "mail" of child v1 sends""");
      assertThat(
              route("{}", "email", "agent", parent("w", step), child("child", "", MAIL)).decision())
          .isEqualTo(Decision.FALLBACK);
    }

    @Test
    void are_found_at_any_depth_and_in_circles() {
      assertThat(
              routed(
                      parent("w", starts("\"a\"")),
                      child("a", "", starts("\"b\"")),
                      child("b", "", starts("\"a\"") + "," + MAIL))
                  .trace())
          .extracting(Route.Candidate::toString)
          .containsExactly("w v1: SENDS, its trigger matches; step \"mail\" of b v1 sends");
      assertThat(routed(parent("w", starts("\"w\""))).trace()).isEmpty();
    }

    @Test
    void silence_their_path_when_they_are_switched_off() {
      String off = child("child", "\"enabled\": false,", MAIL);
      assertThat(routed(parent("w", starts("\"child\"")), off))
          .hasToString(
              """
              quote.sent by email to customer: SUPPRESSED w v1
                w v1: DISABLED, its trigger matches; step "mail" of child v1 would send, but child v1 is disabled""");
      String between = child("between", "\"enabled\": false,", starts("\"child\""));
      String on = child("child", "", MAIL);
      assertThat(routed(parent("w", starts("\"between\"")), between, on).trace())
          .extracting(Route.Candidate::because)
          .containsExactly(
              "its trigger matches; step \"mail\" of child v1 would send, but between v1 is disabled");
      String both = starts("\"between\"") + "," + starts("\"child\"").replace("sub", "too");
      assertThat(routed(parent("w", both), between, on).decision()).isEqualTo(Decision.WORKFLOW);
    }

    @Test
    void are_started_by_their_version_also_when_they_are_switched_off() {
      String off = child("child", "\"enabled\": false,", MAIL);
      String pinned = starts("{\"key\": \"child\", \"version\": 1}");
      assertThat(routed(parent("w", pinned), off).decision()).isEqualTo(Decision.WORKFLOW);
    }

    @Test
    void do_not_count_when_they_are_not_there_or_named_by_an_expression() {
      assertThat(routed(parent("w", starts("\"child\""))).trace()).isEmpty();
      String open =
          "{\"id\": \"sub\", \"action\": \"start_workflow\", \"config\": {\"workflow\": \"{{which}}\"}}";
      assertThat(routed(parent("w", open), child("child", "", MAIL)).trace()).isEmpty();
      String second = starts("{\"key\": \"child\", \"version\": 2}");
      assertThat(routed(parent("w", second), child("child", "", MAIL)).trace()).isEmpty();
    }

    @Test
    void are_looked_at_up_to_a_thousand() {
      List<String> documents = new ArrayList<>();
      String many =
          IntStream.range(0, 1_000)
              .mapToObj(n -> "{\"id\": \"s%d\", \"workflow\": \"c%d\"}".formatted(n, n))
              .collect(Collectors.joining(","));
      documents.add(parent("w", many));
      for (int n = 0; n < 1_000; n++) {
        documents.add(child("c" + n, "", MAIL.replace("customer", n < 999 ? "agent" : "customer")));
      }
      assertThat(routed(documents.toArray(String[]::new)).trace())
          .extracting(Route.Candidate::toString)
          .containsExactly("w v1: BROKEN, it starts more than 1000 other workflows");
    }
  }

  @Nested
  class The_paths_of_a_host {

    private record Path(String name, Set<Notification> notifications) implements HostPath {
      @Override
      public SendResult send(HostNotification notification) {
        return SendResult.sent(null);
      }
    }

    private static HostPath path(String name, HostPath.Notification... notifications) {
      return new Path(name, Set.of(notifications));
    }

    @Test
    void have_names_of_their_own() {
      assertThatThrownBy(() -> new Routes(List.of(path("old"), path("old"))))
          .isInstanceOf(WorkflowException.class)
          .hasMessage("two HostPaths are called \"old\"; give each a name of its own");
      assertThatThrownBy(() -> new Routes(List.of(path("Old code"))))
          .isInstanceOf(WorkflowException.class)
          .hasMessage(
              "a HostPath is called \"Old code\"; expected 1 to 50 of a-z, 0-9, \"_\" and \"-\"");
    }

    @Test
    void cover_different_notifications() {
      HostPath.Notification one = HostPath.Notification.of("quote.sent", "email", "customer");
      assertThatThrownBy(() -> new Routes(List.of(path("a", one), path("b", one))))
          .isInstanceOf(WorkflowException.class)
          .hasMessage(
              "the HostPaths \"a\" and \"b\" both cover Notification[event=quote.sent,"
                  + " channel=email, audience=customer]; one of them must not");
    }

    @Test
    void cover_channels_and_audiences_that_have_names() {
      HostPath.Notification one = HostPath.Notification.of("quote.sent", "email", "all of us");
      assertThatThrownBy(() -> new Routes(List.of(path("a", one))))
          .isInstanceOf(WorkflowException.class)
          .hasMessage(
              "the HostPath \"a\" covers Notification[event=quote.sent, channel=email,"
                  + " audience=all of us]; channel and audience are names of 1 to 100 letters,"
                  + " digits and _ - . :");
    }
  }
}
