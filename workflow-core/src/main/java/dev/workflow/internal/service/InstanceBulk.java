package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Instances.BulkOperation;
import dev.workflow.Instances.BulkReport;
import dev.workflow.Instances.Query;
import dev.workflow.Instances.Summary;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.engine.Transactions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Does one thing to many instances, each in a transaction of its own. One thread, one use. */
final class InstanceBulk {

  private static final int PAGE = 200;
  private static final int FAILURES_KEPT = 100;

  private final Transactions transactions;
  private final Instances instances;
  private final BulkOperation operation;
  private final Actor by;

  InstanceBulk(Transactions transactions, Instances instances, BulkOperation operation, Actor by) {
    this.transactions = transactions;
    this.instances = instances;
    this.operation = operation;
    this.by = by;
  }

  BulkReport all(Query query, Consumer<BulkReport> progress) {
    long done = 0;
    long refused = 0;
    Map<InstanceId, String> failures = new LinkedHashMap<>();
    Set<InstanceId> carried = new HashSet<>();
    BulkReport report = new BulkReport(0, 0, Map.of());
    Optional<String> cursor = Optional.empty();
    do {
      Page<Summary> page = instances.list(query, cursor.orElse(null), PAGE);
      for (Summary instance : page.items()) {
        try {
          if (!carried.remove(instance.id())) {
            carried.addAll(change(query.tenant(), instance.id()));
          }
          done++;
        } catch (IllegalTransitionException e) {
          refused++;
          if (operation == BulkOperation.RETRY
              && instance.state() == InstanceState.FAILED
              && failures.size() < FAILURES_KEPT) {
            failures.put(instance.id(), String.valueOf(e.getMessage()));
          }
        } catch (WorkflowException e) {
          if (failures.size() < FAILURES_KEPT) {
            failures.put(instance.id(), String.valueOf(e.getMessage()));
          }
        }
        report = new BulkReport(done, refused, Map.copyOf(failures));
        progress.accept(report);
      }
      cursor = page.next();
    } while (cursor.isPresent());
    return report;
  }

  /** Returns which other instances went on with it: their turn in the operation has been. */
  private List<InstanceId> change(TenantId tenant, InstanceId id) {
    switch (operation) {
      case PAUSE ->
          transactions.change(
              work -> work.lock(tenant, id).handle(new InstanceInput.Pause(by, "in bulk")));
      case RESUME -> {
        transactions.change(work -> work.lock(tenant, id).resume(by));
        new Dismissals(transactions).afterPause(tenant, id);
      }
      case CANCEL -> transactions.change(work -> work.lock(tenant, id).cancel(by, "in bulk"));
      case RETRY -> {
        return transactions.change(work -> work.lock(tenant, id).retry(by)).stream()
            .filter(other -> !other.equals(id))
            .toList();
      }
    }
    return List.of();
  }
}
