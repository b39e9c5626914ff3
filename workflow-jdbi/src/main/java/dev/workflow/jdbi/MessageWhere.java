package dev.workflow.jdbi;

import dev.workflow.spi.store.MessageFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The condition that a filter of messages {@code m}, beside the queue {@code q}, comes to, with its
 * parameters. Used by one thread.
 */
final class MessageWhere {

  private final StringBuilder text = new StringBuilder("WHERE m.tenant_id = ?");
  private final List<@Nullable Object> values = new ArrayList<>();

  MessageWhere(MessageFilter filter) {
    values.add(filter.tenant().value());
    MessageFilter.From from = filter.from();
    if (from.subject() != null) {
      and("m.subject_type = ? AND m.subject_id = ?", from.subject().type(), from.subject().id());
    }
    andIfGiven("m.workflow = ?", from.workflow());
    andIfGiven("m.concurrency_key = ?", from.concurrencyKey());
    andIfGiven("m.template = ?", from.template());
    andIfGiven("m.channel = ?", filter.to().channel());
    andIfGiven("m.recipient = ?", filter.to().recipient());
    andIfGiven("m.failure_scope = ?", filter.failed().scope());
    andIfGiven("m.failure_code = ?", filter.failed().code());
    andIfGiven("q.planned_at < ?", filter.plannedBefore());
    if (!filter.states().isEmpty()) {
      and("m.state = ANY(?)", filter.states());
    }
    if (filter.states().equals(Set.of("FAILED"))) {
      and("m.failed");
    }
  }

  private void andIfGiven(String condition, @Nullable Object value) {
    if (value != null) {
      and(condition, value);
    }
  }

  MessageWhere and(String condition, Object... parameters) {
    text.append(" AND ").append(condition);
    Collections.addAll(values, parameters);
    return this;
  }

  String text() {
    return text.toString();
  }

  /** The parameters between those before the condition and those after it. */
  @Nullable Object[] values(List<@Nullable Object> before, @Nullable Object... after) {
    List<@Nullable Object> all = new ArrayList<>(before);
    all.addAll(values);
    all.addAll(Arrays.asList(after));
    return all.toArray();
  }
}
