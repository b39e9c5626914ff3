package dev.workflow.jdbi;

import dev.workflow.spi.store.MessageFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The condition that a filter of messages comes to, with its parameters. Used by one thread. */
final class MessageWhere {

  private final StringBuilder text = new StringBuilder("WHERE tenant_id = ?");
  private final List<@Nullable Object> values = new ArrayList<>();

  MessageWhere(MessageFilter filter) {
    values.add(filter.tenant().value());
    MessageFilter.From from = filter.from();
    if (from.subject() != null) {
      and("subject_type = ? AND subject_id = ?", from.subject().type(), from.subject().id());
    }
    andIfGiven("workflow = ?", from.workflow());
    andIfGiven("concurrency_key = ?", from.concurrencyKey());
    andIfGiven("template = ?", from.template());
    andIfGiven("channel = ?", filter.to().channel());
    andIfGiven("recipient = ?", filter.to().recipient());
    andIfGiven("failure_scope = ?", filter.failed().scope());
    andIfGiven("failure_code = ?", filter.failed().code());
    andIfGiven("planned_at < ?", filter.plannedBefore());
    if (!filter.states().isEmpty()) {
      and("state = ANY(?)", filter.states());
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
