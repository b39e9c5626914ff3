package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.Migration;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.MigrationFit;
import dev.workflow.internal.decide.Plan;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets instances go on with another version. */
public final class Migrations {

  private static final int PAGE = 500;
  private static final int FAILURES_KEPT = 100;

  private final Transactions transactions;
  private final InstanceViews views;

  public Migrations(Transactions transactions) {
    this.transactions = transactions;
    this.views = new InstanceViews(transactions);
  }

  /** What becomes of an instance. */
  private record Way(
      StepTree tree, List<Plan.Edit> edits, MigrationFit fit, Migration.Report report) {}

  Migration.Report check(TenantId tenant, InstanceId id, Migration migration) {
    InstanceReader.Stored stored = views.read(tenant, id);
    StepTree target = target(tenant, stored.snapshot(), migration);
    return way(stored.snapshot(), stored.tree(), target, migration).report();
  }

  /** Whether and how an instance would go on with a version that need not be published. */
  public Migration.Report report(
      InstanceReader.Stored stored, StepTree target, Migration migration) {
    return way(stored.snapshot(), stored.tree(), target, migration).report();
  }

  private StepTree target(TenantId tenant, InstanceSnapshot instance, Migration migration) {
    WorkflowRef to = WorkflowRef.of(instance.identity().workflow().key(), migration.version());
    return transactions.transact(
        transaction -> transactions.engine().workflows().tree(transaction, tenant, to));
  }

  private Way way(InstanceSnapshot instance, StepTree from, StepTree to, Migration migration) {
    Problems problems = Problems.none();
    if (instance.state().ended() && !instance.mayBeRetried()) {
      problems.add("the instance is " + instance.state());
    }
    List<Plan.Edit> edits = new ArrayList<>();
    StepTree tree = to;
    if (migration.keepEdits()) {
      for (Plan.Edit edit : instance.plan().edits()) {
        Plan.Edit again = new Plan.Edit(renamed(edit.changes(), migration), Map.of());
        try {
          tree = tree.edited(again);
          edits.add(again);
        } catch (InvalidInputException e) {
          problems.at("edits").at(edits.size()).addAll(e.problems());
          break;
        }
      }
      if (!edits.isEmpty() && problems.isEmpty()) {
        problems.addAll(
            new DefinitionService(transactions)
                .check(instance.identity().tenant(), tree.definition()));
      }
    }
    MigrationFit fit = new MigrationFit(instance, from, tree, migration.steps(), migration.anew());
    fit.check((step, message) -> problems.at("steps").at(step).add(message));
    InstanceSnapshot.Identity identity = instance.identity();
    Migration.Report report =
        new Migration.Report(
            identity.id(),
            identity.workflow(),
            to.definition().ref(),
            problems.list(),
            List.copyOf(fit.left()));
    return new Way(tree, edits, fit, report);
  }

  /** The changes with the names that steps have in the new version. */
  private static JsonNode renamed(JsonNode changes, Migration migration) {
    ArrayNode renamed = changes.deepCopy();
    for (JsonNode change : renamed) {
      for (String key : List.of("remove", "move")) {
        rename((ObjectNode) change, key, migration);
      }
      if (change.get("change") instanceof ObjectNode step) {
        rename(step, "id", migration);
      }
      if (change.get("at") instanceof ObjectNode at) {
        List.of("after", "before", "in", "onFailure").forEach(key -> rename(at, key, migration));
      }
    }
    return renamed;
  }

  private static void rename(ObjectNode json, String key, Migration migration) {
    String now = migration.steps().get(json.path(key).asText());
    if (now != null) {
      json.put(key, now);
    }
  }

  Migration.Report migrate(TenantId tenant, InstanceId id, Migration migration, Actor actor) {
    InstanceReader.Stored stored = views.read(tenant, id);
    OperatorRights.requireAdmin(
        transactions.engine(), stored.snapshot().identity(), actor, "migrated");
    StepTree target = target(tenant, stored.snapshot(), migration);
    if (done(stored.snapshot(), migration)) {
      return nothing(stored.snapshot(), target);
    }
    return transactions.change(work -> migrate(work.lock(tenant, id), target, migration, actor));
  }

  private static boolean done(InstanceSnapshot instance, Migration migration) {
    boolean edited = !migration.keepEdits() && !instance.plan().edits().isEmpty();
    return instance.identity().workflow().version() == migration.version()
        && !edited
        && migration.anew().isEmpty();
  }

  private static Migration.Report nothing(InstanceSnapshot instance, StepTree target) {
    WorkflowRef version = target.definition().ref();
    return new Migration.Report(instance.identity().id(), version, version, List.of(), List.of());
  }

  private Migration.Report migrate(
      CommandContext.Locked locked, StepTree target, Migration migration, Actor actor) {
    InstanceSnapshot instance = locked.snapshot();
    if (done(instance, migration)) {
      return nothing(instance, target);
    }
    Way way = way(instance, locked.tree(), target, migration);
    if (!way.report().problems().isEmpty()) {
      throw new InvalidInputException(
          "The migration of instance "
              + instance.identity().id()
              + " to version "
              + migration.version(),
          way.report().problems());
    }
    Plan.Migration change =
        new Plan.Migration(migration.version(), way.fit().renamed(), way.edits());
    JsonNode difference =
        DefinitionDiff.between(locked.tree().definition(), way.tree().definition())
            .toJson()
            .get("changes");
    locked.migrate(
        way.tree(),
        new InstanceInput.Reshape(
            actor,
            change,
            way.fit().dropped(),
            difference,
            Map.of(),
            way.fit().passed(),
            locked.tree()));
    return way.report();
  }

  /** All that fit a query: which ones is settled first, then each in a transaction of its own. */
  Instances.BulkReport migrate(
      Instances.Query query,
      Instances source,
      Migration migration,
      Actor actor,
      Consumer<Instances.BulkReport> progress) {
    if (query.workflow() == null) {
      throw new InvalidInputException(
          "The migration",
          List.of(new Problem("/workflow", "is missing: a version is one of a workflow")));
    }
    Instances.Query open =
        query.states().isEmpty()
            ? query.in(
                InstanceState.DRAFT,
                InstanceState.ACTIVE,
                InstanceState.PAUSED,
                InstanceState.FAILED)
            : query;
    List<InstanceId> ids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Instances.Summary> page = source.list(open, cursor.orElse(null), PAGE);
      page.items().forEach(one -> ids.add(one.id()));
      cursor = page.next();
    } while (cursor.isPresent());
    return each(query.tenant(), ids, migration, actor, progress);
  }

  private Instances.BulkReport each(
      TenantId tenant,
      List<InstanceId> ids,
      Migration migration,
      Actor actor,
      Consumer<Instances.BulkReport> progress) {
    long done = 0;
    long refused = 0;
    Map<InstanceId, String> failures = new LinkedHashMap<>();
    Instances.BulkReport report = new Instances.BulkReport(0, 0, Map.of());
    for (InstanceId id : ids) {
      try {
        migrate(tenant, id, migration, actor);
        done++;
      } catch (InvalidInputException | IllegalTransitionException e) {
        refused++;
        keep(failures, id, e);
      } catch (WorkflowException e) {
        keep(failures, id, e);
      }
      report = new Instances.BulkReport(done, refused, Map.copyOf(failures));
      progress.accept(report);
    }
    return report;
  }

  private static void keep(Map<InstanceId, String> failures, InstanceId id, WorkflowException why) {
    if (failures.size() < FAILURES_KEPT) {
      failures.put(id, String.valueOf(why.getMessage()));
    }
  }
}
