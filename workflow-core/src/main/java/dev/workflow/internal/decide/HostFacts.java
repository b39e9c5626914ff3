package dev.workflow.internal.decide;

import dev.workflow.Json;
import java.util.Map;
import java.util.Objects;

/**
 * What the host has said for one decision, of its people and records, and what else it is to say.
 */
final class HostFacts {

  private final DecisionBuilder decision;
  private ActorFacts actors = ActorFacts.NONE;
  private ActorFacts.Question actorQuestion = ActorFacts.Question.NONE;
  private RecordFacts read = RecordFacts.NONE;
  private RecordFacts.Question recordQuestion = RecordFacts.Question.NONE;
  private KnownRecords records;

  HostFacts(DecisionBuilder decision, KnownRecords records) {
    this.decision = decision;
    this.records = records;
  }

  /** What its directory said. */
  ActorFacts actors() {
    return actors;
  }

  void actors(ActorFacts said) {
    actors = said;
  }

  /** Something cannot be decided before its directory has said more. */
  void ask(ActorFacts.Question more) {
    actorQuestion = actorQuestion.and(more);
  }

  ActorFacts.Question actorQuestion() {
    return actorQuestion;
  }

  /** What was read of its records for this decision. */
  RecordFacts read() {
    return read;
  }

  /** What is known of its records by now. */
  KnownRecords records() {
    return records;
  }

  /** Notes what was read of its records. */
  void records(RecordFacts now) {
    RecordFacts.Fault fault = now.fault();
    Map<String, RecordFact> changed = records.changed(now.read());
    long bytes = changed.values().stream().mapToLong(one -> Json.write(one.value()).length()).sum();
    read = now;
    if (records.bytes() + bytes > KnownRecords.MOST_BYTES) {
      read =
          RecordFacts.unread(
              "with what it has read of them before, they are larger than "
                  + KnownRecords.MOST_BYTES
                  + " bytes",
              false);
      return;
    }
    String reason = fault == null || !fault.passing() ? null : fault.reason();
    String known = records.trouble() == null ? null : records.trouble().reason();
    if (!changed.isEmpty() || !Objects.equals(reason, known)) {
      records = records.after(decision.records(changed, bytes, reason));
    }
  }

  /** Something cannot be decided before its records were read. */
  void ask(RecordFacts.Question more) {
    recordQuestion = recordQuestion.and(more);
  }

  RecordFacts.Question recordQuestion() {
    return recordQuestion;
  }
}
