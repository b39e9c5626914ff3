package dev.workflow.testkit;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.ruleimport.NotificationRules;
import dev.workflow.ruleimport.RuleImport;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.MessageState;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A store of somebody else, which keeps what the engine needs and nothing more. */
class BareEngineTest {

  private static final Actor ANNA = Actor.of("anna");

  private static final String REFUSAL =
      "the store keeps no imported notification rules: StoreTransaction.extension gives no"
          + " dev.workflow.ruleimport.spi.ImportedRuleRows; workflow-jdbi and the in-memory store"
          + " keep them";

  @Test
  void rule_import_says_that_the_store_keeps_no_imported_rules() {
    try (WorkflowTestKit kit = WorkflowTestKit.on(new BareStore(new InMemoryWorkflowStore()))) {
      NotificationRules rules = kit.engine().notificationRules();
      for (String rows :
          new String[] {
            "[]", "[{\"trigger\": \"quote_sent\", \"channel\": \"sms\", \"audience\": \"agent\"}]"
          }) {
        for (RuleImport how :
            new RuleImport[] {RuleImport.defaults(), RuleImport.defaults().asDryRun()}) {
          assertThatThrownBy(() -> rules.importRows(TENANT, Json.read(rows), how, ANNA))
              .isExactlyInstanceOf(UnsupportedOperationException.class)
              .hasMessage(REFUSAL);
        }
      }
      assertThatThrownBy(() -> rules.list(TENANT))
          .isExactlyInstanceOf(UnsupportedOperationException.class)
          .hasMessage(REFUSAL);
      assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
    }
  }

  @Test
  void everything_else_works() {
    try (WorkflowTestKit kit = WorkflowTestKit.on(new BareStore(new InMemoryWorkflowStore()))) {
      kit.publish(
          """
          {"key": "w", "name": "W", "steps": [{"id": "a", "action": "set", "config": {"values": {"x": 1}}}]}
          """);
      WorkflowAssertions.assertThat(kit, kit.start("w", SubjectRef.of("lead", "1"), Json.object()))
          .isCompleted();
    }
  }

  private static void refused(ThrowingCallable call, String concern) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "this store keeps no %1$s: its StoreTransaction does not implement %1$s()"
                .formatted(concern));
  }

  @Test
  void what_is_not_kept_is_empty_and_refuses_to_be_written() {
    try (WorkflowTestKit kit =
        WorkflowTestKit.on(
            new BareStore(new InMemoryWorkflowStore()),
            builder ->
                builder.messaging(
                    m ->
                        m.inboundClassifier(
                            message ->
                                new InboundClassifier.OutOfOffice(
                                    WorkflowTestKit.START.plus(Duration.ofDays(1))))))) {
      WorkflowEngine engine = kit.engine();
      ChannelAddress ann = ChannelAddress.of("email", "ann@x.nl");
      MessageTemplate template =
          MessageTemplate.parse(
              """
              {"name": "t", "fallbackLanguage": "en", "variants": {"en": {"sms": {"text": "Hi"}}}}
              """);
      refused(() -> engine.messaging().templates().publish(TENANT, template, ANNA), "templates");
      refused(
          () -> engine.messaging().consents().grant(TENANT, ann, "news", ANNA, null), "consents");
      refused(
          () ->
              engine
                  .messaging()
                  .inbound()
                  .receive(InboundMessage.of(TENANT, "email", "ann@x.nl", "away")),
          "absences");
      refused(() -> engine.actors().changed(TENANT), "actors");
      refused(
          () ->
              engine
                  .messaging()
                  .deliveries()
                  .record(
                      TENANT, "email", List.of(Report.of("e", "p", Deliveries.State.DELIVERED))),
          "deliveries");
      assertThat(engine.messaging().templates().list(TENANT)).isEmpty();
      assertThat(engine.messaging().consents().history(TENANT, ann)).isEmpty();
      assertThat(engine.messaging().suppressions().absence(TENANT, ann)).isEmpty();
      assertThat(engine.messaging().deliveries().purgeUnknown(TENANT, WorkflowTestKit.START))
          .isZero();
    }
  }

  @Test
  void messages_are_sent_and_marketing_without_consent_is_not() {
    try (WorkflowTestKit kit =
        WorkflowTestKit.on(
            new BareStore(new InMemoryWorkflowStore()),
            builder -> builder.messaging(m -> m.consent(ConsentPolicy.REQUIRED_FOR_MARKETING)))) {
      kit.publish(
          """
          {"key": "w", "name": "W", "steps": [
            {"id": "a", "action": "send_sms", "config": {"to": "+31612345678", "text": "Hi"}},
            {"id": "b", "action": "send_sms", "config": {"to": "+31612345678", "text": "Buy", "category": "marketing"}}]}
          """);
      kit.start("w", SubjectRef.of("lead", "1"), Json.object());
      assertThat(kit.engine().messaging().messages().list(TENANT, null, null, null, 10).items())
          .extracting(one -> one.content().path("text").asText(), one -> one.state())
          .containsExactlyInAnyOrder(
              tuple("Hi", MessageState.SENT), tuple("Buy", MessageState.SKIPPED));
    }
  }
}
