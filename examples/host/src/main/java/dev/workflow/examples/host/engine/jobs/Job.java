package dev.workflow.examples.host.engine.jobs;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes on after its request was answered.
 *
 * @param what it does, for people
 * @param refused how many were in a state that does not allow it
 * @param failures what went wrong otherwise, the first 100
 */
public record Job(
    UUID id,
    String kind,
    String what,
    State state,
    long done,
    long refused,
    List<Failure> failures,
    @Nullable String problem,
    String startedBy,
    Instant createdAt,
    Instant updatedAt) {

  /** Where it is. */
  public enum State {
    RUNNING,
    DONE,
    STOPPED,
    FAILED,
    /** Its node is gone; what it had done stays done. */
    LOST
  }

  /** One that could not be changed. */
  public record Failure(String id, String message) {}
}
