package dev.workflow.examples.host.crm;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How far something has come, in the words of the CRM and of the rules. */
public enum Status {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED,
  /** Only an action, or the run of a schedule: it was left out. */
  SKIPPED;

  /** An instance that has exited has completed. */
  public static Status of(InstanceState state) {
    return switch (state) {
      case DRAFT -> PENDING;
      case ACTIVE, PAUSED, UNRECOGNIZED -> RUNNING;
      case COMPLETED -> COMPLETED;
      case FAILED -> FAILED;
      case CANCELED -> CANCELLED;
    };
  }

  public static Status of(StepState state) {
    return switch (state) {
      case PENDING, READY -> PENDING;
      case IN_PROGRESS, BLOCKED, UNRECOGNIZED -> RUNNING;
      case COMPLETED -> COMPLETED;
      case FAILED -> FAILED;
      case SKIPPED -> SKIPPED;
    };
  }

  /**
   * The states of instances that are called so.
   *
   * @throws InvalidInputException if none is
   */
  public static Set<InstanceState> states(String word) {
    Set<InstanceState> states = EnumSet.noneOf(InstanceState.class);
    for (InstanceState state : InstanceState.values()) {
      if (state != InstanceState.UNRECOGNIZED && of(state).word().equals(word)) {
        states.add(state);
      }
    }
    if (states.isEmpty()) {
      throw new InvalidInputException(
          "The status",
          List.of(
              new Problem("/status", "is none of pending, running, completed, failed, cancelled")));
    }
    return states;
  }

  /** As it is written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
