package dev.workflow.internal.decide;

import dev.workflow.Tasks;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs of an instance's steps in the order they began. For everybody an immutable map; the
 * decision that makes one may {@linkplain #set set} runs until it is over.
 *
 * <p>A decision changes a few runs of an instance that may have tens of thousands. So what a
 * decision changes lies over what was there before, which is shared and not copied; only when much
 * lies over it, both become one. What decisions ask about over and over is kept apart: the runs
 * that are open, the order of the next one to end, and which rounds of an {@code each} are done.
 */
final class StepRuns extends AbstractMap<StepKey, StepRun> {

  /** So many runs are copied as fast as anything else. */
  private static final int FEW = 64;

  /** What is changed may be so large a part of the whole. */
  private static final int PART = 16;

  /** Of more loops at once nothing is kept. */
  private static final int MOST_LOOPS = 64;

  private final Map<StepKey, StepRun> base;

  /** Runs of the base as they are now. */
  private final Map<StepKey, StepRun> changed;

  /** Those that have begun since. */
  private final Map<StepKey, StepRun> added;

  private final Map<StepKey, StepRun> open;

  /** The rounds that are done, by the run of their loop. The sets are never changed. */
  private final Map<StepKey, BitSet> done;

  /** Runs that have completed while others inside them go on. */
  private final Map<StepKey, StepRun> unheeded = new LinkedHashMap<>(0);

  private int nextOrder;

  /** The newest visit of each step that was opened anew, by its first. Replaced, not changed. */
  private Map<StepKey, Integer> visits = Map.of();

  /** The commands that were given under an id. Replaced, not changed. */
  private Map<StepKey, List<Transition.OfCommand>> receipts = Map.of();

  private StepRuns(
      Map<StepKey, StepRun> base,
      Map<StepKey, StepRun> changed,
      Map<StepKey, StepRun> added,
      Map<StepKey, StepRun> open,
      Map<StepKey, BitSet> done,
      int nextOrder) {
    this.base = base;
    this.changed = changed;
    this.added = added;
    this.open = open;
    this.done = done;
    this.nextOrder = nextOrder;
  }

  /** The same runs as a decision begins that is going to change some. */
  static StepRuns of(Map<StepKey, StepRun> steps) {
    if (!(steps instanceof StepRuns known)) {
      StepRuns fresh =
          new StepRuns(
              Map.of(),
              new HashMap<>(0),
              new LinkedHashMap<>(),
              new LinkedHashMap<>(),
              new HashMap<>(0),
              0);
      steps.values().forEach(fresh::set);
      return fresh;
    }
    StepRuns runs = copied(known);
    runs.unheeded.putAll(known.unheeded);
    runs.visits = known.visits;
    runs.receipts = known.receipts;
    return runs;
  }

  private static StepRuns copied(StepRuns known) {
    Map<StepKey, StepRun> open = new LinkedHashMap<>(known.open);
    Map<StepKey, BitSet> done = new HashMap<>(known.done);
    int over = known.changed.size() + known.added.size();
    if (known.size() <= FEW || over <= Math.max(FEW, known.base.size() / PART)) {
      return new StepRuns(
          known.base,
          new HashMap<>(known.changed),
          new LinkedHashMap<>(known.added),
          open,
          done,
          known.nextOrder);
    }
    return new StepRuns(
        known.base.isEmpty() ? known.added : new LinkedHashMap<>(known),
        new HashMap<>(),
        new LinkedHashMap<>(),
        open,
        done,
        known.nextOrder);
  }

  /** Puts a run in the place of the one with the same key, or behind all others. */
  void set(StepRun run) {
    StepRun before = base.containsKey(run.key()) ? changed.put(run.key(), run) : null;
    if (before == null) {
      before = base.get(run.key());
    }
    if (before == null) {
      before = added.put(run.key(), run);
    }
    if (before != null && !before.state().open() && run.state().open()) {
      done.clear(); // a retry goes back into rounds that were done
    }
    if (run.state().open()) {
      open.put(run.key(), run);
    } else {
      open.remove(run.key());
      done.remove(run.key());
    }
    if (run.memory().unheeded()) {
      unheeded.put(run.key(), run);
    } else if (!unheeded.isEmpty()) {
      unheeded.remove(run.key());
    }
    nextOrder = Math.max(nextOrder, run.memory().order() + 1);
  }

  /** The newest runs that have completed while others inside them go on. */
  List<StepRun> unheeded() {
    return unheeded.isEmpty()
        ? List.of()
        : unheeded.values().stream().filter(run -> newest(run.key()).equals(run.key())).toList();
  }

  /** Opens a step anew after its end: what it was stays as it is, and this is its run from now. */
  void again(StepKey next) {
    Map<StepKey, Integer> more = new HashMap<>(visits);
    more.put(next.first(), next.visit());
    visits = Map.copyOf(more);
    done.clear();
  }

  /** Notes a command that was given under an id; of each step the newest are known. */
  void receipt(Transition.OfCommand command) {
    Map<StepKey, List<Transition.OfCommand>> more = new HashMap<>(receipts);
    List<Transition.OfCommand> known =
        new ArrayList<>(more.getOrDefault(command.step(), List.of()));
    known.add(command);
    int from = Math.max(0, known.size() - Tasks.MOST_RECEIPTS);
    more.put(command.step(), List.copyOf(known.subList(from, known.size())));
    receipts = Map.copyOf(more);
  }

  /** The command that was given to a step under an id; null: none is known. */
  Transition.@Nullable OfCommand receipt(StepKey step, String id) {
    for (Transition.OfCommand known : receipts.getOrDefault(step, List.of())) {
      if (known.id().equals(id)) {
        return known;
      }
    }
    return null;
  }

  /** The newest visit of a step. */
  StepKey newest(StepKey key) {
    if (key.undo()) {
      return key;
    }
    Integer visit = visits.isEmpty() ? null : visits.get(key.first());
    int newest = visit == null ? 1 : visit;
    return newest == key.visit() ? key : new StepKey(key.id(), key.rounds(), false, newest);
  }

  /** The newest run of each step; the same if none was opened anew. */
  Map<StepKey, StepRun> newest() {
    if (visits.isEmpty()) {
      return this;
    }
    Map<StepKey, StepRun> newest = new LinkedHashMap<>();
    forEach(
        (key, run) -> {
          if (newest(key).equals(key)) {
            newest.put(key, run);
          }
        });
    return newest;
  }

  private Map<StepKey, Integer> renamed(Transition.OfPlan plan) {
    Map<StepKey, Integer> renamed = new HashMap<>();
    visits.forEach((first, visit) -> renamed.put(plan.called(first), visit));
    return Map.copyOf(renamed);
  }

  /** These runs after the steps became others. */
  StepRuns after(Transition.OfPlan plan) {
    StepRuns after = of(Map.of());
    for (StepRun run : values()) {
      plan.now(run.key()).ifPresent(key -> after.set(run.key(key)));
    }
    after.visits = renamed(plan);
    Map<StepKey, List<Transition.OfCommand>> known = new HashMap<>();
    receipts.forEach((step, given) -> known.put(plan.called(step), given));
    after.receipts = Map.copyOf(known);
    after.nextOrder = Math.max(after.nextOrder, nextOrder);
    return after;
  }

  /** The runs that have not ended, in the order in which they were opened. */
  Collection<StepRun> open() {
    return Collections.unmodifiableCollection(open.values());
  }

  /** The order of the next step that ends: after all that have ended, before a retry too. */
  int nextOrder() {
    return nextOrder;
  }

  /** Notes that all steps of a round have ended, and that the loop need not look at it again. */
  void done(StepKey loop, int round) {
    if (done.size() < MOST_LOOPS || done.containsKey(loop)) {
      BitSet rounds = (BitSet) done.getOrDefault(loop, new BitSet()).clone();
      rounds.set(round);
      done.put(loop, rounds);
    }
  }

  /** The next round, from this one on, of which that was not noted. */
  int nextNotDone(StepKey loop, int round) {
    BitSet rounds = done.get(loop);
    return rounds == null ? round : rounds.nextClearBit(round);
  }

  @Override
  public @Nullable StepRun get(@Nullable Object key) {
    StepRun run = changed.isEmpty() ? null : changed.get(key);
    if (run == null) {
      run = added.get(key);
    }
    return run == null ? base.get(key) : run;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return added.containsKey(key) || base.containsKey(key);
  }

  @Override
  public int size() {
    return base.size() + added.size();
  }

  @Override
  public Set<Entry<StepKey, StepRun>> entrySet() {
    if (base.isEmpty()) {
      return Collections.unmodifiableMap(added).entrySet();
    }
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<StepKey, StepRun>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return StepRuns.this.size();
      }
    };
  }

  private final class Entries implements Iterator<Entry<StepKey, StepRun>> {

    private final List<Iterator<Entry<StepKey, StepRun>>> parts =
        List.of(base.entrySet().iterator(), added.entrySet().iterator());

    @Override
    public boolean hasNext() {
      return parts.get(0).hasNext() || parts.get(1).hasNext();
    }

    @Override
    public Entry<StepKey, StepRun> next() {
      if (parts.get(0).hasNext()) {
        Entry<StepKey, StepRun> entry = parts.get(0).next();
        StepRun now = changed.get(entry.getKey());
        return now == null
            ? Map.entry(entry.getKey(), entry.getValue())
            : Map.entry(now.key(), now);
      } else if (parts.get(1).hasNext()) {
        Entry<StepKey, StepRun> entry = parts.get(1).next();
        return Map.entry(entry.getKey(), entry.getValue());
      }
      throw new NoSuchElementException();
    }
  }
}
