package dev.workflow.preview;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What a definition would have done with the past, and what its publication would do. Nothing of it
 * has an effect: a preview reads the tenant's events, instances, templates and workflows, and asks
 * the host's directories and {@code RecordGateway.read}; what runs runs in a store in memory that
 * is thrown away, on a clock of its own, without any handler, sender or provider of the host.
 * Thread-safe; works on the caller's thread.
 *
 * <p>Whoever asks is the principal: the definition counts as published by them, and what the {@code
 * FieldPolicy} hides from them is masked for its conditions, in its messages and in the answer.
 *
 * <p>Every call throws {@link NotFoundException} if the host does not know the tenant, and {@link
 * InvalidDefinitionException} for a definition that could not be published, but for its name.
 */
public interface Previews {

  /** How many events of a time are looked at, at most. */
  int MOST_EVENTS = 10_000_000;

  /**
   * Which stored events would have started a workflow, and why the others would not. Events are
   * read 500 at a time, oldest first, each portion in a transaction of its own; no more than that
   * is in memory, and counts.
   *
   * <p>Conditions are asked as of the moment at which an event was accepted. What an event would
   * have met of other instances is not known: see {@link PastStarts#sharing()}.
   *
   * @param from of the first event that counts, by when it was accepted
   * @param to the first moment after it
   * @param progress told what is known so far, after each portion that has more; what it throws
   *     ends the call
   * @throws InvalidInputException if the time is empty
   */
  PastStarts starts(
      TenantId tenant,
      WorkflowDefinition definition,
      Instant from,
      Instant to,
      Actor by,
      Consumer<PastStarts> progress);

  /**
   * What an instance would do that a stored event starts, on virtual time from when it was
   * accepted.
   *
   * @throws NotFoundException if there is no such event
   * @throws InvalidInputException if an answer that is assumed does not fit its step
   */
  PreviewedRun run(
      TenantId tenant,
      WorkflowDefinition definition,
      String eventId,
      Assumptions assumptions,
      Actor by);

  /**
   * The same for an event that need not have happened. It comes at its {@code occurredAt}, or now.
   *
   * @throws InvalidInputException if the event is wrong, or an answer that is assumed does not fit
   *     its step
   */
  PreviewedRun run(WorkflowDefinition definition, Event event, Assumptions assumptions, Actor by);

  /**
   * What publishing the draft of a workflow would change: the document, which events of the last
   * time would have started it before and after, and whether the open instances could go on with
   * it. Nobody is kept from saving another draft or publishing meanwhile: publish what you have
   * seen with {@link dev.workflow.Definitions#publishDraft}, which refuses anything else.
   *
   * @param past how long ago the first event may have been accepted; zero: no events
   * @param progress told what is known so far; what it throws ends the call
   * @throws NotFoundException if the workflow has no draft
   */
  PublicationPreview publication(
      TenantId tenant,
      String key,
      Duration past,
      Actor by,
      Consumer<PublicationPreview.Progress> progress);
}
