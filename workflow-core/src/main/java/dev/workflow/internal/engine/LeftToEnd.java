package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.condition.Condition;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Instances that end together, of which there are too many for one transaction: the sub-workflows
 * of one that is cancelled, and what an event ends. The oldest end in that transaction. The others
 * are marked in it, in the place of the node that owns them: whoever has one loses it, its messages
 * are cancelled, and the first thing that anybody does with it, a node that claims it or a command,
 * ends it. The mark stays until that is written.
 */
final class LeftToEnd {

  /** So many end in one transaction. */
  static final int AT_ONCE = 200;

  /** What stands in the place of a node. */
  private static final String WITH_PARENT = "~ends";

  private static final String BY_EVENT = "~exit ";

  /** What the place of a node takes. */
  private static final int LONGEST = 300;

  private LeftToEnd() {}

  /** Marks those of the effects that are too many; gives the sub-workflows that are marked. */
  static Set<InstanceKey> mark(UnitOfWork work, InstanceUpdate parent, List<Effect> effects) {
    if (effects.size() <= AT_ONCE) {
      return Set.of();
    }
    List<InstanceKey> children =
        effects.stream()
            .filter(Effect.CancelChild.class::isInstance)
            .map(effect -> new InstanceKey(parent.key().tenant(), child(effect)))
            .filter(key -> !work.instances().touches(key))
            .toList();
    if (children.size() <= AT_ONCE) {
      return Set.of();
    }
    Set<InstanceKey> left = new HashSet<>();
    work.transaction()
        .instances()
        .leave(children.subList(AT_ONCE, children.size()), WITH_PARENT, work.now(), work.now())
        .forEach(row -> left.add(row.key()));
    return left;
  }

  /**
   * Marks what an event is certain to end, beyond the oldest.
   *
   * @param reached what it may end
   */
  static Set<InstanceKey> mark(UnitOfWork work, Set<InstanceKey> reached, Event event) {
    if (reached.size() <= AT_ONCE) {
      return Set.of();
    }
    List<InstanceKey> later = reached.stream().sorted().skip(AT_ONCE).toList();
    Set<InstanceKey> left = new HashSet<>();
    List<InstanceKey> certain =
        work.transaction().instances().rows(later).stream()
            .filter(row -> row.progress().state().equals(InstanceState.ACTIVE.name()))
            .filter(row -> !work.instances().touches(row.key()))
            .filter(row -> endsFor(work, row, event))
            .map(InstanceRow::key)
            .toList();
    String mark = BY_EVENT + "event " + event.type() + " (" + event.id() + ")";
    if (!certain.isEmpty() && mark.length() <= LONGEST) {
      work.transaction()
          .instances()
          .leave(certain, mark, work.now(), work.now())
          .forEach(row -> left.add(row.key()));
    }
    return left;
  }

  private static boolean endsFor(UnitOfWork work, InstanceRow row, Event event) {
    return work.definitions().tree(row.key().tenant(), row.workflow()).definition().exits().stream()
        .anyMatch(
            exit ->
                event.type().equals(exit.event())
                    && exit.when().equals(Condition.always())
                    && exit.correlation() == null);
  }

  private static dev.workflow.InstanceId child(Effect effect) {
    return ((Effect.CancelChild) effect).child();
  }

  /** Whether somebody marked it and nobody has ended it yet. */
  static boolean is(InstanceRow row) {
    return isMark(row.progress().owner());
  }

  /** Whether it is no node that something was taken from. */
  static boolean isMark(@Nullable String owner) {
    return owner != null && (owner.equals(WITH_PARENT) || owner.startsWith(BY_EVENT));
  }

  /** Keeps the mark of one that a node has claimed, in case that does not come to end it. */
  static InstanceRow keep(
      StoreTransaction transaction, InstanceKey key, String mark, Instant leaseUntil, Instant now) {
    Collection<InstanceRow> kept =
        transaction.instances().leave(List.of(key), mark, leaseUntil, now);
    return kept.iterator().next();
  }

  /** What happens to it. */
  static InstanceInput ending(InstanceRow row, InstanceSnapshot snapshot) {
    String mark = String.valueOf(row.progress().owner());
    if (mark.startsWith(BY_EVENT)) {
      return new InstanceInput.ExitHolds(mark.substring(BY_EVENT.length()));
    }
    InstanceSnapshot.Parent parent = snapshot.identity().parent();
    String reason =
        parent == null
            ? "what waited for it has ended"
            : "step \"" + parent.step() + "\" of instance " + parent.instance() + " has ended";
    return new InstanceInput.Cancel(Actor.ENGINE, reason);
  }
}
