package dev.workflow.testkit.simulation;

import static dev.workflow.testkit.simulation.Guarantee.DURABLE_IN_ORDER;
import static dev.workflow.testkit.simulation.Guarantee.DURABLE_RESULTS_STAY;
import static dev.workflow.testkit.simulation.Guarantee.FENCED_NODES_WRITE_NOTHING;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoredInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One instance as the acknowledged transactions make it. */
final class ModelInstance {

  private static final Set<StepState> ENDED =
      Set.of(StepState.COMPLETED, StepState.FAILED, StepState.SKIPPED);

  private final InstanceRow row;
  private final Workload workload;
  private final List<JournalEntry> journal = new ArrayList<>();
  private final Map<String, StepRun> steps = new LinkedHashMap<>();
  private final Map<String, Long> known = new HashMap<>();
  private InstanceState state = InstanceState.DRAFT;
  private long revision;
  private @Nullable String owner;

  ModelInstance(InstanceRow row, Workload workload) {
    this.row = row;
    this.workload = workload;
    this.revision = row.progress().revision();
    this.owner = row.progress().owner();
  }

  InstanceRow row() {
    return row;
  }

  InstanceState state() {
    return state;
  }

  Map<String, StepRun> steps() {
    return steps;
  }

  StepState step(String key) {
    StepRun run = steps.get(key);
    return run == null ? StepState.PENDING : run.state();
  }

  static boolean ended(StepState state) {
    return ENDED.contains(state);
  }

  void claimed(String node, StoredInstance stored) {
    revision = stored.row().progress().revision();
    owner = node;
    known.put(node, revision);
  }

  void seen(String node, StoredInstance stored) {
    known.put(node, stored.row().progress().revision());
  }

  /** Whether a node knows the instance as it is. */
  boolean current(String node) {
    return Objects.equals(known.get(node), revision);
  }

  /** What an acknowledged change moved, in order. */
  List<Transition> write(String node, InstanceChange change) {
    if (change.kind() != InstanceChange.Kind.INSERT && change.expectedRevision() != revision) {
      throw broken(
          FENCED_NODES_WRITE_NOTHING,
          node
              + " wrote although it knew revision "
              + change.expectedRevision()
              + "; it is at "
              + revision
              + ", held by "
              + owner);
    }
    if (change.kind() == InstanceChange.Kind.APPEND && !node.equals(owner)) {
      throw broken(FENCED_NODES_WRITE_NOTHING, node + " wrote what " + owner + " holds");
    }
    if (change.kind() == InstanceChange.Kind.UPDATE) {
      revision++;
      owner = change.row().progress().owner();
    }
    known.put(node, revision);
    JournalEntry entry = change.entry();
    if (entry == null) {
      return List.of();
    }
    if (entry.seq() != journal.size() + 1) {
      throw broken(
          DURABLE_IN_ORDER,
          node + " wrote entry " + entry.seq() + " after entry " + journal.size());
    }
    journal.add(entry);
    List<Transition> moves = TransitionJson.read(entry.body(), entry.at());
    moves.forEach(this::move);
    return moves;
  }

  private void move(Transition transition) {
    if (transition instanceof Transition.OfInstance moved) {
      if (moved.from() != state) {
        throw broken(DURABLE_IN_ORDER, "it went from " + moved.from() + " but was " + state);
      }
      state = moved.to();
    } else if (transition instanceof Transition.OfStep moved) {
      String key = moved.after().key().toString();
      StepState was = step(key);
      if (moved.from() != was) {
        throw broken(
            DURABLE_IN_ORDER, "step " + key + " went from " + moved.from() + " but was " + was);
      }
      if (ended(was)) {
        throw broken(
            DURABLE_RESULTS_STAY, "step " + key + " was " + was + " and became " + moved.to());
      }
      if (was == StepState.PENDING && !ended(moved.to()) && !moved.after().key().undo()) {
        requireTurn(key);
      }
      steps.put(key, moved.after());
    }
  }

  /** The step before it has ended, and the step around it is under way. */
  void requireTurn(String key) {
    String before = workload.before(row.workflow().key(), key);
    if (before != null && !ended(step(before))) {
      throw broken(
          DURABLE_IN_ORDER, "step " + key + " began while " + before + " was " + step(before));
    }
    String around = workload.around(row.workflow().key(), key);
    if (around != null && step(around) != StepState.IN_PROGRESS) {
      throw broken(
          DURABLE_IN_ORDER, "step " + key + " began while " + around + " was " + step(around));
    }
  }

  /** Compares with what is stored. */
  void verify(@Nullable StoredInstance stored) {
    if (stored == null) {
      throw broken(DURABLE_IN_ORDER, "it was written and is not there");
    }
    if (!same(stored.journal())) {
      throw broken(
          DURABLE_IN_ORDER,
          "checkpoints that were acknowledged are lost or changed: the journal should be\n"
              + shown(journal)
              + "\nand is\n"
              + shown(stored.journal()));
    }
    if (stored.row().progress().revision() != revision) {
      throw broken(
          FENCED_NODES_WRITE_NOTHING,
          "its revision should be " + revision + " and is " + stored.row().progress().revision());
    }
    if (!stored.row().progress().state().equals(state.name())) {
      throw broken(
          DURABLE_IN_ORDER, "it should be " + state + " and is " + stored.row().progress().state());
    }
  }

  private boolean same(List<JournalEntry> stored) {
    if (stored.equals(journal)) {
      return true;
    }
    if (stored.size() != journal.size()) {
      return false;
    }
    for (int i = 0; i < journal.size(); i++) {
      JournalEntry is = stored.get(i);
      JournalEntry should = journal.get(i);
      if (is.seq() != should.seq()
          || !TransitionJson.read(is.body(), is.at())
              .equals(TransitionJson.read(should.body(), should.at()))) {
        return false;
      }
    }
    return true;
  }

  private static String shown(List<JournalEntry> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach(
        entry ->
            text.append("  ").append(entry.seq()).append(' ').append(entry.body()).append('\n'));
    return text.toString().stripTrailing();
  }

  Broken broken(Guarantee guarantee, String what) {
    return new Broken(guarantee, row.key(), "instance " + row.key().id() + ": " + what);
  }
}
