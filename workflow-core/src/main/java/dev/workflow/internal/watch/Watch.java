package dev.workflow.internal.watch;

import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.operations.Findings;
import dev.workflow.spi.EngineListener.FindingChange;
import dev.workflow.spi.store.FindingRows;
import dev.workflow.spi.store.FindingRows.FindingRow;
import dev.workflow.spi.store.LimitRows.LimitKey;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a tenant, and keeps the findings as what it has seen says: what is new begins, what is
 * known gets the newest evidence, and what is gone is settled. Looks at the same tenant at the same
 * moment come one after the other. Thread-safe.
 */
public final class Watch {

  /** The kinds that begin and end here. */
  private static final Set<Findings.Kind> WATCHED = Findings.Kind.watched();

  private static final int MOST = 500;
  private static final Duration KEPT = Duration.ofDays(30);

  /** By which findings are the same. */
  private record Key(String kind, String workflow, String about) {}

  private final Transactions transactions;

  public Watch(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Looks now, whenever the next look was to be. */
  public void look(TenantId tenant) {
    Look look = begin(tenant);
    WatchState told =
        transactions.transact(transaction -> tell(transaction, look, Missing.here(look), false));
    finish(look, told);
  }

  /**
   * Tells what this node lacks, and looks if it is time and no other node does.
   *
   * @return whether it looked
   */
  boolean lookIfDue(TenantId tenant) {
    Look look = begin(tenant);
    if (look.workflows().newest().isEmpty()) {
      return false;
    }
    Missing missing = Missing.here(look);
    boolean[] due = new boolean[1];
    WatchState told =
        transactions.transact(
            transaction -> {
              WatchState state = state(transaction, look);
              due[0] = state.isDue(look.now());
              return tell(transaction, look, missing, due[0]);
            });
    if (due[0]) {
      finish(look, told);
    }
    return due[0];
  }

  private Look begin(TenantId tenant) {
    EngineContext engine = transactions.engine();
    engine.tenant(tenant);
    TenantWorkflows workflows =
        transactions.transact(transaction -> engine.workflows().of(transaction, tenant));
    return new Look(transactions, tenant, workflows, engine.now());
  }

  private static LimitKey key(Look look) {
    return new LimitKey(look.tenant(), "watch");
  }

  /** Locked until the transaction ends. */
  private static WatchState state(StoreTransaction transaction, Look look) {
    LimitKey key = key(look);
    return WatchState.read(transaction.limits().lock(List.of(key)).getOrDefault(key, ""));
  }

  private static void put(StoreTransaction transaction, Look look, WatchState state) {
    transaction.limits().put(Map.of(key(look), state.text()), look.now().plus(KEPT));
  }

  private WatchState tell(
      StoreTransaction transaction, Look look, Missing missing, boolean looking) {
    Duration interval = look.engine().options().watchInterval();
    WatchState state = state(transaction, look);
    state.tell(look.engine().options().nodeId(), missing, look.now(), interval);
    if (looking) {
      state.nextAt(look.now().plus(interval));
    }
    put(transaction, look, state);
    return state;
  }

  /** Reads what is to be seen, and then writes in one transaction. */
  private void finish(Look look, WatchState told) {
    Missing missing = told.missing(look.now());
    GrowingBacklog.Result backlog =
        GrowingBacklog.find(look, told.before("instances"), told.before("messages"));
    List<Observed> seen = new ArrayList<>(new SilentTriggers(look).find());
    seen.addAll(UnservedDeadlines.find(look));
    seen.addAll(Unrunnable.find(look, missing, told.nodes()));
    seen.addAll(EmptyRoles.find(look));
    seen.addAll(LateSchedules.find(look));
    seen.addAll(backlog.observed());
    List<FindingChange> changes =
        transactions.transact(
            transaction -> {
              WatchState state = state(transaction, look);
              state.missing(look.now());
              state.overdue(
                  Map.of("instances", backlog.instances(), "messages", backlog.messages()));
              put(transaction, look, state);
              return write(transaction.findings(), look, seen);
            });
    changes.forEach(
        change -> look.engine().listeners().tell(listener -> listener.findingChanged(change)));
  }

  private static List<FindingChange> write(FindingRows findings, Look look, List<Observed> seen) {
    Map<Key, FindingRow> open = open(findings, look.tenant());
    List<FindingChange> changes = new ArrayList<>();
    List<FindingRow> replaced = new ArrayList<>();
    for (Observed one : seen.subList(0, Math.min(MOST, seen.size()))) {
      String evidence = Json.write(one.written());
      FindingRow known = open.remove(new Key(one.kind().name(), text(one.workflow()), one.about()));
      if (known == null) {
        FindingRow row = row(look, one, evidence);
        findings.put(row);
        changes.add(change(look, row, true));
      } else if (!known.evidence().equals(evidence)) {
        replaced.add(with(known, evidence, null));
      }
    }
    for (FindingRow gone : open.values()) {
      FindingRow settled = with(gone, gone.evidence(), look.now());
      replaced.add(settled);
      changes.add(change(look, settled, false));
    }
    if (!replaced.isEmpty()) {
      findings.replace(replaced);
    }
    return changes;
  }

  private static Map<Key, FindingRow> open(FindingRows findings, TenantId tenant) {
    Map<Key, FindingRow> open = new LinkedHashMap<>();
    for (Findings.Kind kind : WATCHED) {
      findings
          .list(tenant, false, kind.name(), null, null, MOST)
          .forEach(
              row ->
                  open.put(
                      new Key(
                          row.kind(),
                          text(row.workflow()),
                          Json.read(row.evidence()).path(Observed.ABOUT).asText()),
                      row));
    }
    return open;
  }

  private static String text(@Nullable String workflow) {
    return workflow == null ? "" : workflow;
  }

  private static FindingRow row(Look look, Observed one, String evidence) {
    return new FindingRow(
        look.tenant(),
        EngineContext.newInstanceId().value(),
        one.kind().name(),
        null,
        one.step(),
        one.workflow(),
        null,
        look.now(),
        null,
        evidence);
  }

  private static FindingRow with(FindingRow row, String evidence, @Nullable Instant settledAt) {
    return new FindingRow(
        row.tenant(),
        row.id(),
        row.kind(),
        row.instance(),
        row.step(),
        row.workflow(),
        row.subject(),
        row.since(),
        settledAt,
        evidence);
  }

  private static FindingChange change(Look look, FindingRow row, boolean begins) {
    StepTree tree = row.workflow() == null ? null : look.workflows().newest().get(row.workflow());
    WorkflowRef workflow = tree == null ? null : tree.definition().ref();
    return new FindingChange(
        look.tenant(),
        Findings.Kind.of(row.kind()),
        null,
        workflow,
        row.step(),
        begins,
        Objects.requireNonNull(Json.read(row.evidence())));
  }
}
