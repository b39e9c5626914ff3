package dev.workflow.examples.host.engine.messages;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.SendResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which messages; what is null does not filter.
 *
 * @param scope what they failed for: message, recipient, template, sender or account
 * @param dueBefore such as {@code 2026-06-15T12:00:00Z}
 */
record MessageFilter(
    @Nullable String subject,
    @Nullable String workflow,
    @Nullable String template,
    @Nullable String channel,
    @Nullable String recipient,
    @Nullable String scope,
    @Nullable String code,
    @Nullable Instant dueBefore) {

  Messages.Query query(TenantId tenant) {
    SubjectRef about = Subjects.find(subject);
    return new Messages.Query(
        tenant,
        new Messages.Query.From(about, workflow, null, template),
        new Messages.Query.To(channel, recipient),
        new Messages.Query.FailedFor(Refusal.word(SendResult.Scope.class, "scope", scope), code),
        dueBefore);
  }
}
