package dev.workflow.internal.engine;

import dev.workflow.internal.decide.ActorFacts;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.RecordFacts;

/**
 * What one leased instance asks the host's directory, and reads of its records, one question at a
 * time; the decision goes on with the answer. What was said before is kept as long as there are
 * more questions. Thread-safe.
 */
final class HostQuestions {

  private final LeasedInstance instance;
  private final LeasedInstances runs;
  private ActorFacts facts = ActorFacts.NONE;
  private RecordFacts read = RecordFacts.NONE;
  private boolean asking;

  HostQuestions(LeasedInstance instance, LeasedInstances runs) {
    this.instance = instance;
    this.runs = runs;
  }

  void ask(ActorFacts.Question question, RecordFacts.Question records) {
    synchronized (this) {
      boolean nothing = question.isEmpty() && records.isEmpty();
      if (nothing) {
        facts = ActorFacts.NONE;
        read = RecordFacts.NONE;
      }
      if (asking || nothing) {
        return;
      }
      asking = true;
    }
    if (question.isEmpty()) {
      read(ActorFacts.NONE, records);
      return;
    }
    runs.ask(
        () ->
            read(
                ActorQuestions.ask(runs.engine().actors(), instance.key().tenant(), question),
                records));
  }

  private void read(ActorFacts said, RecordFacts.Question records) {
    if (records.isEmpty()) {
      told(said, RecordFacts.NONE);
    } else {
      runs.records().read(asker(), records, more -> told(said, more));
    }
  }

  private RecordQuery.Asker asker() {
    return new RecordQuery.Asker(
        instance.key().tenant(),
        instance.tree().principal(instance.stored().snapshot().identity()));
  }

  private void told(ActorFacts said, RecordFacts more) {
    InstanceInput.Told told;
    synchronized (this) {
      asking = false;
      facts = facts.and(said);
      read = read.and(more);
      told = new InstanceInput.Told(facts, read);
    }
    instance.offer(told);
  }
}
