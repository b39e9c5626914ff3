package dev.workflow.jdbi;

import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageFilter;
import java.util.Set;

/** What a filter of messages {@code m}, beside the queue {@code q}, comes to. */
final class MessageConditions {

  private MessageConditions() {}

  static Conditions of(MessageFilter filter) {
    Conditions where = Conditions.where("m.tenant_id = :tenant", "tenant", filter.tenant());
    MessageFilter.From from = filter.from();
    if (from.subject() != null) {
      where
          .and("m.subject_type = :subject_type", "subject_type", from.subject().type())
          .and("m.subject_id = :subject_id", "subject_id", from.subject().id());
    }
    where
        .andIfGiven("m.workflow = :workflow", "workflow", from.workflow())
        .andIfGiven(
            "m.concurrency_key = :concurrency_key", "concurrency_key", from.concurrencyKey())
        .andIfGiven("m.template = :template", "template", from.template())
        .andIfGiven("m.instance_id = :from_instance", "from_instance", from.instance())
        .andIfGiven("m.channel = :channel", "channel", filter.to().channel())
        .andIfGiven("m.failure_scope = :failure_scope", "failure_scope", filter.failed().scope())
        .andIfGiven("m.failure_code = :failure_code", "failure_code", filter.failed().code())
        .andIfGiven("q.planned_at < :planned_before", "planned_before", filter.plannedBefore());
    if (!filter.to().addresses().isEmpty()) {
      where.and("m.address IN (:addresses)", "addresses", filter.to().addresses());
    }
    if (!filter.states().isEmpty()) {
      where.and(
          "m.state IN (:states)",
          "states",
          filter.states().stream().map(MessageState::name).toList());
    }
    return filter.states().equals(Set.of(MessageState.FAILED)) ? where.and("m.failed") : where;
  }
}
