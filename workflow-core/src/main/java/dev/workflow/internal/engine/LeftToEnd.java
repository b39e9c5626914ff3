package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.condition.Condition;
import dev.workflow.definition.Exit;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Instances that end together, of which there are too many for one transaction: the sub-workflows
 * of one that ends, what an event ends, and what a newer instance replaces. The oldest end in that
 * transaction. The others get an {@link EndMark} in it, in the place of the node that owns them:
 * whoever has one loses it, and the first thing that anybody does with it, a node that claims it or
 * a command, is what the mark says. The mark stays until that is written.
 *
 * <p>What ends for certain is cancelled: its messages are, in the transaction that marks it, and
 * its place in a queue is free. Where that depends on the instance itself, the event is the first
 * thing that reaches it, and its messages wait for that ({@code AskedInstances}).
 */
final class LeftToEnd {

  /** So many end in one transaction. */
  static final int AT_ONCE = 200;

  /** The same of all that it ends for several reasons. */
  private static final int OF_UNIT = 1_000;

  /** So few are never left. */
  private static final int FEW = 10;

  private final UnitOfWork work;
  private final Map<String, Event> arriving = new HashMap<>(0);
  private int atOnce;

  LeftToEnd(UnitOfWork work) {
    this.work = work;
  }

  /**
   * What need not be done in this transaction.
   *
   * @param all what is marked: nothing more is to be done with it here
   * @param ending those of them that end for certain, for the reason that was asked about
   * @param unconcerned those that the reason does not concern
   */
  record Left(Set<InstanceKey> all, Set<InstanceKey> ending, Set<InstanceKey> unconcerned) {
    private static final Left NONE = new Left(Set.of(), Set.of(), Set.of());
  }

  /** The oldest that may end here; the others are to be marked. */
  private List<InstanceKey> tooMany(Collection<InstanceKey> keys) {
    if (keys.size() <= FEW) {
      return List.of();
    }
    int here = Math.min(keys.size(), Math.max(0, Math.min(AT_ONCE, OF_UNIT - atOnce)));
    atOnce += here;
    return here == keys.size() ? List.of() : keys.stream().sorted().skip(here).toList();
  }

  /** The sub-workflows among effects that are cancelled later. */
  Set<InstanceKey> children(InstanceUpdate parent, List<Effect> effects) {
    if (effects.size() <= FEW) {
      return Set.of();
    }
    List<InstanceKey> later =
        tooMany(
            effects.stream()
                .filter(Effect.CancelChild.class::isInstance)
                .map(one -> new InstanceKey(parent.key().tenant(), child(one)))
                .toList());
    return later.isEmpty()
        ? Set.of()
        : mark(later, row -> new EndMark(EndMark.Kind.WITH_PARENT, EndMark.state(row), "")).all();
  }

  private static InstanceId child(Effect effect) {
    return ((Effect.CancelChild) effect).child();
  }

  /** Those of some instances that are replaced later. */
  Set<InstanceKey> replaced(Collection<InstanceKey> others, String reason) {
    List<InstanceKey> later = tooMany(others);
    return later.isEmpty()
        ? Set.of()
        : mark(later, row -> new EndMark(EndMark.Kind.CANCEL, EndMark.state(row), reason)).all();
  }

  /**
   * Those of some instances that an event reaches later.
   *
   * @param reached what it may end
   * @param concerns whether an exit of a row's workflow asks about it
   */
  Left reached(Event event, Set<InstanceKey> reached, BiPredicate<InstanceRow, Exit> concerns) {
    List<InstanceKey> later = tooMany(reached);
    if (later.isEmpty()) {
      return Left.NONE;
    }
    arriving.put(String.valueOf(event.id()), event);
    Set<InstanceKey> unconcerned = new HashSet<>();
    Left left =
        mark(
            later,
            row -> {
              List<Exit> asking =
                  exits(row).stream().filter(exit -> concerns.test(row, exit)).toList();
              if (asking.isEmpty()) {
                unconcerned.add(row.key());
                return null;
              }
              return markOf(row, event, asking);
            });
    return new Left(left.all(), left.ending(), unconcerned);
  }

  /** Null: it is reached at once. */
  private static @Nullable EndMark markOf(InstanceRow row, Event event, List<Exit> asking) {
    InstanceState was = EndMark.state(row);
    String id = String.valueOf(event.id());
    if (asking.stream().anyMatch(exit -> exit.when().equals(Condition.always()))) {
      String reason = "event " + event.type() + " (" + id + ")";
      EndMark mark = new EndMark(EndMark.Kind.EXIT, was, reason);
      if (mark.fits()) {
        return mark;
      }
    }
    if (row.progress().owner() == null) {
      return new EndMark(EndMark.Kind.ASK, was, id);
    }
    // a node that has it may be calling a handler, whose result nobody must lose
    EndMark before = EndMark.of(row);
    EndMark mark = before == null ? null : before.and(id);
    return mark != null && mark.fits() ? mark : null;
  }

  private List<Exit> exits(InstanceRow row) {
    return work.definitions().tree(row.key().tenant(), row.workflow()).definition().exits();
  }

  /**
   * Marks those that are open, that this transaction has not changed, and that a mark is given for.
   */
  private Left mark(List<InstanceKey> some, Function<InstanceRow, @Nullable EndMark> as) {
    Set<InstanceKey> all = new LinkedHashSet<>();
    Map<EndMark, List<InstanceKey>> byMark = new LinkedHashMap<>();
    List<InstanceKey> untouched =
        some.stream().filter(key -> !work.instances().touches(key)).toList();
    for (InstanceRow row : work.transaction().instances().lockRows(untouched)) {
      EndMark before = EndMark.of(row);
      if (before != null && before.certain()) {
        all.add(row.key());
        continue;
      }
      EndMark mark = EndMark.state(row).ended() ? null : as.apply(row);
      if (mark != null) {
        byMark.computeIfAbsent(mark, any -> new ArrayList<>()).add(row.key());
      }
    }
    Set<InstanceKey> ending = new HashSet<>();
    byMark.forEach(
        (mark, keys) -> {
          work.transaction()
              .instances()
              .leave(keys, mark.stored(), work.now(), mark.certain() ? work.now() : null);
          all.addAll(keys);
          if (mark.certain()) {
            ending.addAll(keys);
          }
        });
    return new Left(all, ending, Set.of());
  }

  /** Does what the mark of an instance says. */
  void meet(InstanceUpdate left) {
    EndMark mark = Objects.requireNonNull(EndMark.of(left.stored().row()), "it is marked");
    if (mark.certain()) {
      InstanceInput ending = ending(left.stored().row(), mark);
      if (!left.snapshot().over()) {
        work.handle(left, left.snapshot().state().ended() ? since(ending) : ending);
      }
      return;
    }
    for (String id : mark.events()) {
      Event event =
          arriving.containsKey(id)
              ? arriving.get(id)
              : event(work.transaction(), left.stored().row(), id);
      if (event != null) {
        new EventDelivery(work).asked(left, event);
      }
    }
    if (!left.decided()) {
      work.handle(left, new InstanceInput.Tick());
    }
    passOn(left);
  }

  /** Whoever was before it in its queue has passed it over. */
  private void passOn(InstanceUpdate left) {
    InstanceSnapshot.Identity identity = left.snapshot().identity();
    String key = identity.concurrencyKey();
    if (left.snapshot().state() == InstanceState.DRAFT && key != null) {
      work.releaseQueue(identity.tenant(), identity.workflow().key(), key);
    }
  }

  private static InstanceInput since(InstanceInput ending) {
    return ending instanceof InstanceInput.Cancel cancel
        ? new InstanceInput.EndSince(cancel.actor(), String.valueOf(cancel.reason()))
        : ending;
  }

  private static @Nullable Event event(StoreTransaction transaction, InstanceRow row, String id) {
    return transaction
        .events()
        .find(row.key().tenant(), id)
        .map(EventRow::body)
        .map(body -> Event.parse(Json.read(body)))
        .orElse(null);
  }

  private static InstanceInput ending(InstanceRow row, EndMark mark) {
    if (mark.kind() == EndMark.Kind.EXIT) {
      return new InstanceInput.ExitHolds(mark.text());
    } else if (mark.kind() == EndMark.Kind.CANCEL) {
      return new InstanceInput.Cancel(Actor.ENGINE, mark.text());
    }
    InstanceSnapshot.Parent parent = InstanceRowMapper.parent(row.origin().parent());
    String reason =
        parent == null
            ? "what waited for it has ended"
            : "step \"" + parent.step() + "\" of instance " + parent.instance() + " has ended";
    return new InstanceInput.Cancel(Actor.ENGINE, reason);
  }

  /** What an instance is to be told that cannot be read: what its mark says. */
  static List<InstanceInput> missed(StoreTransaction transaction, InstanceRow row) {
    EndMark mark = EndMark.of(row);
    if (mark == null) {
      return List.of();
    } else if (mark.certain()) {
      return List.of(ending(row, mark));
    }
    List<InstanceInput> arrivals = new ArrayList<>();
    for (String id : mark.events()) {
      Event event = event(transaction, row, id);
      if (event != null) {
        arrivals.add(new InstanceInput.Arrival(event, Set.of()));
      }
    }
    return arrivals;
  }
}
