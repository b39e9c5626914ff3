package dev.workflow.internal.engine;

import dev.workflow.instance.InstanceOutcome;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds which instances were cancelled or have exited, when they ended or since. */
public final class InstanceEnds {

  private InstanceEnds() {}

  /**
   * What is known of instances.
   *
   * @param over how each is over, to follow "instance …"
   * @param unreadable those whose history cannot be read, and why
   */
  public record Ends(
      Map<InstanceKey, String> over, Map<InstanceKey, RuntimeException> unreadable) {}

  /**
   * Which of some instances are over.
   *
   * @param rows as they are now; the history is read only of those that ended otherwise
   */
  public static Ends of(StoreTransaction transaction, Collection<InstanceRow> rows) {
    Map<InstanceKey, String> over = new HashMap<>();
    Map<InstanceKey, RuntimeException> unreadable = new HashMap<>();
    List<InstanceKey> ended = new ArrayList<>();
    for (InstanceRow row : rows) {
      String outcome = row.progress().outcome();
      if (InstanceOutcome.CANCELED.text().equals(outcome)
          || InstanceOutcome.EXITED.text().equals(outcome)) {
        over.put(
            row.key(),
            InstanceOutcome.EXITED.text().equals(outcome) ? "has exited" : "was cancelled");
      } else if (outcome != null) {
        ended.add(row.key());
      }
    }
    if (!ended.isEmpty()) {
      for (StoredInstance stored : transaction.instances().read(ended)) {
        try {
          put(over, stored);
        } catch (RuntimeException e) {
          unreadable.put(stored.row().key(), e);
        }
      }
    }
    return new Ends(over, unreadable);
  }

  private static void put(Map<InstanceKey, String> over, StoredInstance stored) {
    InstanceSnapshot.Ending ending = InstanceRowMapper.stored(stored).snapshot().ending();
    InstanceSnapshot.Since since = ending == null ? null : ending.since();
    if (since != null) {
      over.put(
          stored.row().key(),
          (since.outcome() == InstanceOutcome.EXITED ? "has exited" : "was cancelled")
              + " since: "
              + since.reason());
    }
  }
}
