package dev.workflow.examples.host.engine.log;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.operations.ExecutionLog;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which acts; what is null does not filter.
 *
 * @param subject such as {@code deal:d-1}
 * @param text somewhere in what the act says
 * @param from acts at this time or later
 * @param to acts before this time
 */
record LogFilter(
    @Nullable String workflow,
    @Nullable String instance,
    @Nullable String subject,
    @Nullable String step,
    @Nullable String action,
    @Nullable String actor,
    @Nullable String outcome,
    @Nullable String text,
    @Nullable Instant from,
    @Nullable Instant to) {

  ExecutionLog.Query query(TenantId tenant) {
    ExecutionLog.Range all = ExecutionLog.Query.of(tenant).range();
    return new ExecutionLog.Query(
        tenant,
        new ExecutionLog.Range(
            Objects.requireNonNullElse(from, all.from()), Objects.requireNonNullElse(to, all.to())),
        new ExecutionLog.About(
            workflow, instance == null ? null : InstanceId.parse(instance), Subjects.find(subject)),
        new ExecutionLog.Act(step, action, actor == null ? null : Actor.of(actor), outcome, text));
  }
}
