package dev.workflow.preview.internal;

import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.service.Migrations;
import dev.workflow.internal.text.Limits;
import dev.workflow.preview.PublicationPreview;
import dev.workflow.preview.PublicationPreview.Misfit;
import dev.workflow.preview.PublicationPreview.Running;
import dev.workflow.preview.PublicationPreview.Waiting;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.InstancePlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Whether the open instances of a workflow could go on with a draft of it, and where they are. */
final class RunningFit {

  private static final int PORTION = 100;
  private static final int MOST_HOLDERS = 20;
  private static final InstanceState[] OPEN = {
    InstanceState.DRAFT, InstanceState.ACTIVE, InstanceState.PAUSED
  };

  private record StepInState(String step, String kind, StepState state) {}

  /** How many are met, and some of them. */
  private static final class Met {
    private final List<InstanceId> samples = new ArrayList<>();
    private final Set<String> holders = new TreeSet<>();
    private long count;

    void add(InstanceId instance) {
      count++;
      if (samples.size() < PublicationPreview.MOST_SAMPLES && !samples.contains(instance)) {
        samples.add(instance);
      }
    }
  }

  private final Transactions transactions;
  private final Migrations migrations;
  private final TenantId tenant;
  private final StepTree target;
  private final Map<Problem, Met> misfits = new LinkedHashMap<>();
  private final Map<StepInState, Met> waiting = new LinkedHashMap<>();
  private long looked;
  private long fit;
  private boolean whole = true;

  RunningFit(Transactions transactions, TenantId tenant, WorkflowDefinition draft) {
    this.transactions = transactions;
    this.migrations = new Migrations(transactions);
    this.tenant = tenant;
    this.target = StepTree.of(draft);
  }

  /**
   * Looks at all of them, newest first.
   *
   * @param progress told how many it has looked at
   */
  Running look(LongConsumer progress) {
    Instances.Query query = Instances.Query.of(tenant).workflow(target.definition().key()).in(OPEN);
    InstanceKey after = null;
    while (true) {
      List<InstanceKey> keys = portion(query, after);
      if (keys.isEmpty()) {
        break;
      }
      if (looked + keys.size() > PublicationPreview.MOST_INSTANCES) {
        whole = false;
        break;
      }
      look(keys);
      progress.accept(looked);
      after = keys.get(keys.size() - 1);
    }
    return new Running(looked, fit, whole, misfits(), waiting());
  }

  private List<InstanceKey> portion(Instances.Query query, @Nullable InstanceKey after) {
    return transactions.transact(
        transaction ->
            transaction.instances().list(query, InstancePlace.of(after), PORTION).stream()
                .map(InstanceRow::key)
                .toList());
  }

  private void look(List<InstanceKey> keys) {
    Map<InstanceKey, InstanceReader.Stored> found =
        transactions.transact(
            transaction -> new InstanceReader(transactions.engine(), transaction).readable(keys));
    whole &= found.size() == keys.size();
    for (InstanceKey key : keys) {
      InstanceReader.Stored stored = found.get(key);
      if (stored != null) {
        looked++;
        look(key.id(), stored);
      }
    }
  }

  private void look(InstanceId id, InstanceReader.Stored stored) {
    Migration.Report report =
        migrations.report(stored, target, Migration.to(target.definition().version()));
    fit += report.problems().isEmpty() ? 1 : 0;
    report.problems().stream()
        .distinct()
        .forEach(problem -> misfits.computeIfAbsent(problem, unmet -> new Met()).add(id));
    for (StepRun run : stored.snapshot().open()) {
      if (!stored.tree().has(run.key()) || run.key().undo()) {
        continue;
      }
      String kind = stored.tree().node(run.key()).step().kind();
      Met met =
          waiting.computeIfAbsent(
              new StepInState(run.key().id(), kind, run.state()), unmet -> new Met());
      met.add(id);
      addHolder(met, run.claimedBy() == null ? run.memory().assignee() : run.claimedBy().id());
    }
  }

  private static void addHolder(Met met, @Nullable String holder) {
    if (holder != null && !holder.isEmpty() && met.holders.size() < MOST_HOLDERS) {
      met.holders.add(holder);
    }
  }

  private List<Misfit> misfits() {
    List<Misfit> all = new ArrayList<>();
    misfits.forEach(
        (problem, met) ->
            all.add(
                new Misfit(
                    step(problem.pointer()),
                    Limits.oneLine(problem.message()),
                    met.count,
                    met.samples)));
    all.sort(Comparator.comparingLong(Misfit::instances).reversed());
    return all;
  }

  private static String step(String pointer) {
    String steps = "/steps/";
    return pointer.startsWith(steps)
        ? pointer.substring(steps.length()).replace("~1", "/").replace("~0", "~")
        : "";
  }

  private List<Waiting> waiting() {
    List<Waiting> all = new ArrayList<>();
    waiting.forEach(
        (place, met) ->
            all.add(
                new Waiting(
                    place.step(),
                    place.kind(),
                    place.state(),
                    met.count,
                    target.has(StepKey.of(place.step())),
                    List.copyOf(met.holders),
                    met.samples)));
    all.sort(Comparator.comparingLong(Waiting::steps).reversed());
    return all;
  }
}
