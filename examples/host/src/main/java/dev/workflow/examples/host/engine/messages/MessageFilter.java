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
 * Which messages, as the parameters of a URL or in a body; what is null does not filter. Its
 * components are in snake case, as parameters are.
 *
 * @param scope what they failed for: message, recipient, template, sender or account
 * @param due_before such as {@code 2026-06-15T12:00:00Z}
 */
@SuppressWarnings("checkstyle:RecordComponentName")
record MessageFilter(
    @Nullable String subject,
    @Nullable String workflow,
    @Nullable String template,
    @Nullable String channel,
    @Nullable String recipient,
    @Nullable String scope,
    @Nullable String code,
    @Nullable Instant due_before) {

  Messages.Query query(TenantId tenant) {
    SubjectRef about = Subjects.find(subject);
    return new Messages.Query(
        tenant,
        new Messages.Query.From(about, workflow, null, template),
        new Messages.Query.To(channel, recipient),
        new Messages.Query.FailedFor(Refusal.word(SendResult.Scope.class, "scope", scope), code),
        due_before);
  }
}
