package dev.workflow.examples.host.engine.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Tasks;
import dev.workflow.task.TaskCommand;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A task with all that belongs to it.
 *
 * @param form JSON Schema of its answer; null: any
 * @param draft an answer that is not given yet
 * @param whyNot for each command that the caller may not give now, why
 */
record TaskDetailView(
    TaskView task,
    @Nullable Instant firstDueAt,
    @Nullable Instant claimedUntil,
    List<String> helpers,
    @Nullable JsonNode draft,
    int draftVersion,
    List<TaskVote> votes,
    List<TaskComment> comments,
    List<TaskAttachment> attachments,
    @Nullable JsonNode form,
    @Nullable JsonNode answer,
    Map<String, WhyNot> whyNot) {

  record TaskVote(String by, boolean approved, Instant at) {}

  record TaskComment(String by, Instant at, String text) {}

  record TaskAttachment(String by, Instant at, String name, String uri, @Nullable String type) {}

  record WhyNot(Tasks.Reason reason, String message) {}

  static TaskDetailView of(Tasks.Detail detail, Map<TaskCommand, Tasks.Refusal> refusals) {
    Map<String, WhyNot> whyNot = new TreeMap<>();
    refusals.forEach(
        (command, refusal) ->
            whyNot.put(
                command.name().toLowerCase(Locale.ROOT),
                new WhyNot(refusal.reason(), refusal.message())));
    return new TaskDetailView(
        TaskView.of(detail.task()),
        detail.firstDueAt(),
        detail.claimedUntil(),
        detail.helpers(),
        detail.draft(),
        detail.draftVersion(),
        detail.votes().stream()
            .map(one -> new TaskVote(one.by().id(), one.approved(), one.at()))
            .toList(),
        detail.comments().stream()
            .map(one -> new TaskComment(one.by().id(), one.at(), one.text()))
            .toList(),
        detail.attachments().stream()
            .map(
                one ->
                    new TaskAttachment(one.by().id(), one.at(), one.name(), one.uri(), one.type()))
            .toList(),
        detail.form(),
        detail.answer(),
        whyNot);
  }
}
