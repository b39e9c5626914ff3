package dev.workflow.examples.host.engine.instances;

import dev.workflow.Instances;
import dev.workflow.TenantId;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which instances, as the parameters of a URL or in a body; what is null or empty does not filter.
 * Its components are in snake case, as parameters are.
 *
 * @param subject such as {@code deal:d-1}
 * @param created_from created at this time or later
 * @param created_to created before this time
 * @param ended_from ended at this time or later
 * @param ended_to ended before this time
 * @param order newest_first, oldest_first, last_ended_first or first_ended_first; the latter two
 *     have only those that have ended
 */
@SuppressWarnings("checkstyle:RecordComponentName")
record InstanceFilter(
    @Nullable String workflow,
    @Nullable Integer version,
    @Nullable String subject,
    @Nullable List<String> state,
    @Nullable String outcome,
    @Nullable Instant created_from,
    @Nullable Instant created_to,
    @Nullable Instant ended_from,
    @Nullable Instant ended_to,
    @Nullable String order) {

  Instances.Query query(TenantId tenant) {
    Instances.Query query =
        Instances.Query.of(tenant)
            .workflow(workflow == null || workflow.isBlank() ? null : workflow)
            .version(version)
            .about(Subjects.find(subject))
            .in(states())
            .outcome(Refusal.word(InstanceOutcome.class, "outcome", outcome))
            .order(
                Objects.requireNonNullElse(
                    Refusal.word(Instances.Order.class, "order", order),
                    Instances.Order.NEWEST_FIRST));
    if (created_from != null || created_to != null) {
      query = query.created(created_from, created_to);
    }
    return ended_from == null && ended_to == null ? query : query.ended(ended_from, ended_to);
  }

  private InstanceState[] states() {
    return Objects.requireNonNullElse(state, List.<String>of()).stream()
        .map(word -> Refusal.word(InstanceState.class, "state", word))
        .filter(Objects::nonNull)
        .toArray(InstanceState[]::new);
  }
}
