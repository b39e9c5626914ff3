package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.OutboundMessage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An effect that a decision asks for. Only {@link Call} happens outside the store, once the
 * decision is durable.
 */
public sealed interface Effect {

  /** As how many moves of the decision it counts, for what it does besides the instance itself. */
  default int cost() {
    return 0;
  }

  /** A handler is to be called. */
  record Call(StepKey step, int attempt) implements Effect {}

  /** A message enters the outbox. */
  record Send(StepKey step, OutboundMessage message) implements Effect {}

  /**
   * A task was given to somebody.
   *
   * @param step the step's id
   * @param number the number of the allocation at the step
   */
  record Given(String step, String actor, long number) implements Effect {}

  /**
   * A condition of an exit or a wait depends on what the principal may not see, and has no effect.
   *
   * @param event the id of the event that it was asked about
   */
  record NotEvaluable(@Nullable String event, Set<String> fields) implements Effect {}

  /** An answer that came before the turn of its step is given now, if the handler takes it. */
  record AnswerEarly(
      StepKey step, dev.workflow.Actor by, @Nullable String forWhom, JsonNode payload)
      implements Effect {}

  /** An event is published. */
  record Publish(Event event) implements Effect {}

  /**
   * An instance is created and started.
   *
   * @param by the step that wants it
   * @param awaited whether that step waits for it
   * @param other whom it is about, if that is not the subject of the step's instance
   */
  record StartWorkflow(
      WorkflowRef workflow,
      InstanceId id,
      JsonNode input,
      StepKey by,
      boolean awaited,
      @Nullable Other other)
      implements Effect {

    public StartWorkflow(
        WorkflowRef workflow, InstanceId id, JsonNode input, StepKey by, boolean awaited) {
      this(workflow, id, input, by, awaited, null);
    }

    @Override
    public int cost() {
      return Budget.OF_ROW;
    }
  }

  /**
   * Another subject.
   *
   * @param once a key under which an instance is started for it once
   */
  record Other(SubjectRef subject, String once) {}

  /** The instance whose step waits for this one hears of its end. */
  record TellParent(
      InstanceSnapshot.Parent parent,
      InstanceState state,
      ObjectNode output,
      @Nullable String reason)
      implements Effect {}

  /** A sub-workflow that nobody waits for any more is cancelled. */
  record CancelChild(InstanceId child, String reason) implements Effect {
    @Override
    public int cost() {
      return Budget.OF_ROW;
    }
  }

  /** Sub-workflows that have ended leave nothing behind: no messages, no retry. */
  record EndSince(List<InstanceId> children, String reason) implements Effect {
    @Override
    public int cost() {
      return Budget.OF_ROW * children.size();
    }
  }

  /** Messages of this instance that were not sent yet are cancelled. */
  record CancelMessages() implements Effect {}

  /** Messages of this instance are held until it is resumed. */
  record PauseMessages() implements Effect {}

  /** What was held for the pause is sent when it was planned. */
  record ResumeMessages() implements Effect {}

  /** The sub-workflows that its steps wait for are paused, too. */
  record PauseChildren(List<InstanceId> children) implements Effect {
    @Override
    public int cost() {
      return Budget.OF_ROW * children.size();
    }
  }

  /** Those of them that were paused with it continue. */
  record ResumeChildren(List<InstanceId> children) implements Effect {
    @Override
    public int cost() {
      return Budget.OF_ROW * children.size();
    }
  }

  /** A step wants a lock, and waits for its turn. */
  record ClaimLock(StepLock lock) implements Effect {}

  /** A step has, or wants, a lock no more. */
  record ReleaseLock(StepLock lock) implements Effect {}

  /** The next instance in the queue of a concurrency key may start. */
  record ReleaseQueue(String workflow, String concurrencyKey) implements Effect {}
}
