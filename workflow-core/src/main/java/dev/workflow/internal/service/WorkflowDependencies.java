package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.ConflictException;
import dev.workflow.Definitions.Dependencies;
import dev.workflow.Definitions.Dependency;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a workflow starts and what starts it. */
final class WorkflowDependencies {

  private static final Log log = Log.of(WorkflowDependencies.class);
  private static final int AT_ONCE = 500;

  private final Transactions transactions;
  private final TenantId tenant;

  WorkflowDependencies(Transactions transactions, TenantId tenant) {
    this.transactions = transactions;
    this.tenant = tenant;
  }

  Dependencies of(String key) {
    return transactions.transact(
        transaction -> {
          TenantWorkflows workflows = workflows(transaction);
          List<Dependency> uses =
              Optional.ofNullable(workflows.newest().get(key))
                  .map(tree -> uses(tree.definition(), workflows))
                  .orElse(List.of());
          return new Dependencies(uses, usedBy(transaction, key, workflows));
        });
  }

  private TenantWorkflows workflows(StoreTransaction transaction) {
    transactions.engine().workflows().changed(tenant);
    return transactions.engine().workflows().of(transaction, tenant);
  }

  private static List<Dependency> uses(WorkflowDefinition definition, TenantWorkflows workflows) {
    return WorkflowReferences.of(definition).stream()
        .map(
            one ->
                new Dependency(
                    definition.ref().toString(),
                    one.pointer(),
                    one.workflow(),
                    one.version(),
                    known(one.workflow(), one.version(), workflows)))
        .toList();
  }

  private static boolean known(
      String workflow, @Nullable Integer version, TenantWorkflows workflows) {
    return version == null
        ? workflows.newest().containsKey(workflow)
        : workflows.startable(WorkflowRef.of(workflow, version)).isPresent();
  }

  private List<Dependency> usedBy(
      StoreTransaction transaction, String key, TenantWorkflows workflows) {
    Stream<Dependency> others =
        workflows.newest().values().stream()
            .map(StepTree::definition)
            .filter(definition -> !definition.key().equals(key))
            .flatMap(definition -> uses(definition, workflows).stream())
            .filter(one -> one.workflow().equals(key));
    Stream<Dependency> tasks =
        scheduledTasks(transaction, key)
            .map(name -> "scheduled task \"" + name + "\"")
            .map(user -> new Dependency(user, "", key, null, known(key, null, workflows)));
    return Stream.concat(others, tasks).toList();
  }

  /** The names of the scheduled tasks that start a workflow. */
  private Stream<String> scheduledTasks(StoreTransaction transaction, String key) {
    List<String> names = new ArrayList<>();
    UUID after = null;
    List<ScheduleRow> page;
    do {
      page = transaction.schedules().list(tenant, null, after, AT_ONCE);
      for (ScheduleRow row : page) {
        if (row.name() != null && starts(row, key)) {
          names.add(row.name());
        }
        after = row.key().id();
      }
    } while (page.size() == AT_ONCE);
    return names.stream().sorted();
  }

  private static boolean starts(ScheduleRow row, String key) {
    JsonNode task = Json.read(row.document());
    return key.equals(task.path("config").path("workflow_id").textValue());
  }

  /** Deleting what others start breaks them. */
  void requireUnused(String key) {
    String used = used(key);
    if (!used.isEmpty()) {
      throw new ConflictException(
          used + "; change or delete these first, or delete it though it is used");
    }
  }

  void warnOfUsers(String key) {
    String used = used(key);
    if (!used.isEmpty()) {
      log.warn("Tenant {}: {}, which fail from now on", tenant, used);
    }
  }

  private String used(String key) {
    List<Dependency> users = of(key).usedBy();
    return users.isEmpty()
        ? ""
        : "the workflow \""
            + key
            + "\" is started by "
            + users.stream().map(Dependency::toString).collect(Collectors.joining(", "));
  }
}
