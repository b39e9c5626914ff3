package dev.workflow.internal.decide;

import dev.workflow.SubjectRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the host's records were when they were read, as an input of a decision. Immutable.
 *
 * @param read by the name under which the workflow sees them
 * @param fault why they could not be read; null: they were
 */
public record RecordFacts(Map<String, RecordFact> read, @Nullable Fault fault) {

  /** Nothing was asked, or nothing is known. */
  public static final RecordFacts NONE = new RecordFacts(Map.of(), null);

  public RecordFacts {
    read = Map.copyOf(read);
  }

  /** None of them is known. */
  public static RecordFacts unread(String reason, boolean passing) {
    return new RecordFacts(Map.of(), new Fault(reason, passing));
  }

  /** These together with what was read since. */
  public RecordFacts and(RecordFacts since) {
    Map<String, RecordFact> both = new LinkedHashMap<>(read);
    both.putAll(since.read);
    return new RecordFacts(both, since.fault);
  }

  /**
   * Why records are not known.
   *
   * @param passing whether it pays to ask again
   */
  public record Fault(String reason, boolean passing) {}

  /**
   * What is to be read before a decision goes on.
   *
   * @param records by the name under which the workflow sees them
   */
  public record Question(Map<String, SubjectRef> records) {

    public static final Question NONE = new Question(Map.of());

    public Question {
      records = Map.copyOf(records);
    }

    public boolean isEmpty() {
      return records.isEmpty();
    }

    Question and(Question other) {
      Map<String, SubjectRef> both = new LinkedHashMap<>(records);
      both.putAll(other.records);
      return new Question(both);
    }
  }
}
