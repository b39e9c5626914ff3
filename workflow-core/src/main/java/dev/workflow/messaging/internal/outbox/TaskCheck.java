package dev.workflow.messaging.internal.outbox;

import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.engine.EndMark;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells nobody of a task that is done, that somebody else has, or that is paused: what has waited
 * for a digest, a window or a cap may be needless by now. Asks about notices only, once for each
 * task. Thread-safe.
 */
final class TaskCheck implements SendCheck {

  private record StepOf(InstanceKey instance, String step) {}

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Map<StepOf, Optional<TaskRow>> tasks = new HashMap<>();
    List<@Nullable TaskMark> marks = new ArrayList<>(claimed.size());
    Set<InstanceKey> gone = new HashSet<>();
    for (MessageRow row : claimed) {
      TaskMark mark = TaskMark.of(row);
      marks.add(mark);
      if (mark != null && !mark.fixed()) {
        StepOf place = new StepOf(mark.instance(), mark.step());
        boolean open =
            tasks
                .computeIfAbsent(
                    place, asked -> transaction.instances().task(asked.instance(), asked.step()))
                .isPresent();
        if (!open) {
          gone.add(mark.instance());
        }
      }
    }
    Set<InstanceKey> paused = paused(transaction, gone);
    List<Verdict> verdicts = new ArrayList<>(claimed.size());
    for (TaskMark mark : marks) {
      verdicts.add(mark == null || mark.fixed() ? SEND : verdict(mark, tasks, paused));
    }
    return verdicts;
  }

  private static Set<InstanceKey> paused(StoreTransaction transaction, Set<InstanceKey> asked) {
    Set<InstanceKey> paused = new HashSet<>();
    if (!asked.isEmpty()) {
      for (InstanceRow row : transaction.instances().rows(asked)) {
        if (EndMark.state(row) == InstanceState.PAUSED) {
          paused.add(row.key());
        }
      }
    }
    return paused;
  }

  private static Verdict verdict(
      TaskMark mark, Map<StepOf, Optional<TaskRow>> tasks, Set<InstanceKey> paused) {
    TaskRow task =
        tasks.getOrDefault(new StepOf(mark.instance(), mark.step()), Optional.empty()).orElse(null);
    if (task == null) {
      return paused.contains(mark.instance())
          ? new Hold(Pauses.REASON)
          : new Skip("the task is not open any more");
    } else if (task.state().equals("BLOCKED")) {
      return new Skip("the task is put aside");
    }
    return mark.to() == null ? SEND : verdict(mark.to(), mark.forWhom(), task.offer());
  }

  private static Verdict verdict(String to, @Nullable String forWhom, TaskRow.Offer offer) {
    String assignee = Commands.somebody(offer.assignee());
    String holder = offer.claimedBy() == null ? assignee : offer.claimedBy();
    if (offer.excluded().contains(to) || (forWhom != null && offer.excluded().contains(forWhom))) {
      return new Skip("their own answer keeps them from it");
    }
    return holder == null || holder.equals(to) || holder.equals(forWhom)
        ? SEND
        : new Skip("somebody else has the task");
  }
}
