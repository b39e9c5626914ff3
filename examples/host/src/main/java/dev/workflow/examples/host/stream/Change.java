package dev.workflow.examples.host.stream;

import dev.workflow.SubjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that changed: what to look at again, never data of its own.
 *
 * @param topic instance, task, message, event, schedule, definition, job, finding; hello at the
 *     beginning, and gap where changes may be missing and everything visible is to be read again
 * @param instanceId null: it is about none
 * @param state the new state of the step, or of the instance where no step is named
 * @param id of what the topic names, where it is neither an instance nor a task
 */
record Change(
    String topic,
    @Nullable String instanceId,
    @Nullable String workflow,
    @Nullable SubjectRef subject,
    @Nullable String step,
    @Nullable String state,
    @Nullable String act,
    @Nullable String id,
    Instant at) {

  static Change plain(String topic, @Nullable String id, Instant at) {
    return new Change(topic, null, null, null, null, null, null, id, at);
  }
}
