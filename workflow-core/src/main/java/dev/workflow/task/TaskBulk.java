package dev.workflow.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to many tasks at once, see {@link Tasks#bulk}. Each task is a transaction of its
 * own, with the rights that whoever does it has for this one task.
 */
public sealed interface TaskBulk {

  /** How many tasks one call takes. */
  int MOST = 100_000;

  /** Gives them to somebody; what they have already stays as it is. */
  static TaskBulk assign(String to) {
    return new Assign(to);
  }

  /** Answers them, each with the same. */
  static TaskBulk complete(JsonNode payload) {
    return new Complete(payload);
  }

  /** Leaves them out. */
  static TaskBulk skip(@Nullable String reason) {
    return new Skip(reason);
  }

  /** See {@link #assign}. */
  record Assign(String to) implements TaskBulk {}

  /** See {@link #complete}. */
  record Complete(JsonNode payload) implements TaskBulk {}

  /** See {@link #skip}. */
  record Skip(@Nullable String reason) implements TaskBulk {}

  /** The result for one task. */
  enum Outcome {
    DONE,
    /** It was so already. */
    UNCHANGED,
    /** A rule or a state is against it, or the answer does not fit; nothing was changed. */
    REFUSED,
    /** Something went wrong, such as in its handler; nothing was changed, as far as is known. */
    FAILED
  }

  /**
   * The result of one task.
   *
   * @param problem why it was refused or failed, in the words of the single command
   */
  record Result(TaskId task, Outcome outcome, @Nullable String problem) {}

  /**
   * How far it has come.
   *
   * @param results of all tasks so far, in the order of the query
   * @param left the tasks whose turn is to come; give them to {@link Tasks#bulk(TenantId, List,
   *     TaskBulk, Actor, java.util.function.Consumer)} to go on
   */
  record Report(List<Result> results, List<TaskId> left) {

    public Report {
      results = List.copyOf(results);
      left = List.copyOf(left);
    }

    /** How many ended so. */
    public long count(Outcome outcome) {
      return results.stream().filter(result -> result.outcome() == outcome).count();
    }
  }
}
