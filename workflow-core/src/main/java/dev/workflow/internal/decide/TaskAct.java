package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command to a task other than claiming, releasing, answering and skipping it. */
public sealed interface TaskAct {

  /**
   * Takes it from whoever holds it, because they may not do it any more.
   *
   * @param holder who that is
   */
  record Dismiss(String holder) implements TaskAct {}

  /** Begins the work. */
  record Start() implements TaskAct {}

  /**
   * Gives it to somebody else.
   *
   * @param keep whether it stays begun
   * @param withDraft whether the draft goes with it
   */
  record Assign(String to, boolean keep, boolean withDraft) implements TaskAct {}

  /** Lets somebody else work on it, who gives it back. */
  record Delegate(String to) implements TaskAct {}

  /**
   * Gives a delegated task back to its owner.
   *
   * @param answer becomes the owner's draft; null: there is none
   */
  record Resolve(@Nullable JsonNode answer) implements TaskAct {}

  /**
   * Puts it aside.
   *
   * @param until when it continues by itself; null: when somebody resumes it
   */
  record Suspend(@Nullable Instant until, @Nullable String reason) implements TaskAct {}

  /** Takes it up again. */
  record Resume() implements TaskAct {}

  /** Changes by when it is wanted; null: whenever. */
  record SetDue(@Nullable Instant due) implements TaskAct {}

  /** Hides it in the inbox until then; null: shows it. */
  record SetFollowUp(@Nullable Instant followUp) implements TaskAct {}

  record SetPriority(int priority) implements TaskAct {}

  /**
   * Does not take on what was offered, or what one has.
   *
   * @param out whether it is not offered to them any more; an ADMIN may do everything all the same
   */
  record Decline(@Nullable String reason, boolean out) implements TaskAct {}

  /** Lets others help. */
  record Helpers(List<String> add, List<String> remove) implements TaskAct {}

  /**
   * Keeps an answer that is not given yet.
   *
   * @param of whose it is
   */
  record Save(String of, JsonNode draft) implements TaskAct {}

  /** Answers it before its turn. */
  record AnswerEarly(JsonNode payload) implements TaskAct {}

  /** Takes an answer back. */
  record Revoke() implements TaskAct {}

  /** Opens anew what has ended. */
  record Reopen() implements TaskAct {}

  /**
   * Lets an earlier step, and all after it, be done anew.
   *
   * @param to the id of that step
   */
  record SendBack(String to, @Nullable String reason) implements TaskAct {}

  record Comment(String text) implements TaskAct {}

  /** Names a document that belongs to the task. */
  record Attach(String name, String uri, @Nullable String type) implements TaskAct {}
}
