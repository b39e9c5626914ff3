package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.expression.RenderContext;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.RenderedKey;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.RecordSelection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates instances and begins them. Thread-safe. */
final class InstanceStarts {

  private final Transactions transactions;
  private final InstanceViews views;

  InstanceStarts(Transactions transactions, InstanceViews views) {
    this.transactions = transactions;
    this.views = views;
  }

  Optional<InstanceId> start(
      TenantId tenant, String workflow, @Nullable SubjectRef subject, ObjectNode input, Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    Problems problems = Problems.none();
    Json.check(input, transactions.engine().options().maxDataBytes(), problems);
    problems.throwIfAny(list -> new InvalidInputException("The input", list));
    return transactions.change(work -> start(work, tenant, workflow, subject, input, by));
  }

  InstanceId startForEach(
      TenantId tenant, String workflow, RecordSelection records, ObjectNode input, Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    Problems problems = Problems.none();
    Json.check(input, transactions.engine().options().maxDataBytes(), problems.at("input"));
    Json.check(
        records.filters(), transactions.engine().options().maxDataBytes(), problems.at("filters"));
    problems.throwIfAny(list -> new InvalidInputException("The start", list));
    transactions.change(work -> startable(work, tenant, workflow).definition().ref());
    transactions.transact(
        transaction -> {
          EachRecord.publish(transaction, tenant, transactions.engine().now());
          return null;
        });
    transactions.engine().workflows().changed(tenant);
    return transactions.change(
        work -> {
          StepTree tree = startable(work, tenant, EachRecord.WORKFLOW);
          ObjectNode given = EachRecord.input(workflow, records, input, "");
          return work.start(tenant, tree, null, given, by, by).orElseThrow();
        });
  }

  private Optional<InstanceId> start(
      CommandContext work,
      TenantId tenant,
      String workflow,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    StepTree tree = startable(work, tenant, workflow);
    return work.start(
        tenant, tree, subject, input, concurrencyKey(tenant, tree, subject, input), by);
  }

  private static StepTree startable(CommandContext work, TenantId tenant, String workflow) {
    StepTree tree = work.workflows(tenant).newest().get(workflow);
    if (tree == null || !tree.definition().enabled()) {
      throw new NotFoundException(
          "tenant " + tenant + " has no published and enabled workflow \"" + workflow + "\"");
    }
    return tree;
  }

  Optional<InstanceId> startVersion(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    StepTree tree = version(tenant, version, subject, input, by);
    return transactions.change(
        work -> {
          requireNotDisabled(work, tenant, version.key());
          return work.start(
              tenant, tree, subject, input, concurrencyKey(tenant, tree, subject, input), by);
        });
  }

  private static void requireNotDisabled(CommandContext work, TenantId tenant, String workflow) {
    if (work.workflows(tenant).switchedOff(workflow)) {
      throw new ConflictException(
          "the workflow \""
              + workflow
              + "\" of tenant "
              + tenant
              + " is disabled; enable it first");
    }
  }

  InstanceId draft(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    StepTree tree = version(tenant, version, subject, input, by);
    if (tree.definition().concurrency().key() != null) {
      Problem problem =
          new Problem("/concurrency/key", "is given: a draft takes part in no queue; start it");
      throw new InvalidInputException("The draft of " + version, List.of(problem));
    }
    return transactions.change(
        work -> {
          requireNotDisabled(work, tenant, version.key());
          return work.draft(tenant, tree, subject, input, by);
        });
  }

  /** A published version that is for the subject. */
  private StepTree version(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    StepTree tree =
        transactions.transact(
            transaction ->
                transaction
                    .definitions()
                    .find(tenant, version.key(), version.version())
                    .filter(row -> row.status().equals(DefinitionStatus.PUBLISHED.name()))
                    .map(
                        row -> transactions.engine().workflows().tree(transaction, tenant, version))
                    .orElseThrow(
                        () ->
                            new NotFoundException(
                                "tenant " + tenant + " has no published workflow " + version)));
    Problems problems = Problems.none();
    Json.check(input, transactions.engine().options().maxDataBytes(), problems);
    String type = tree.definition().subject();
    if (type != null && (subject == null || !subject.type().equals(type))) {
      String given =
          subject == null ? "there is none" : "it is of the type \"" + subject.type() + "\"";
      problems
          .at("subject")
          .add(version + " is for a subject of the type \"" + type + "\"; " + given);
    }
    problems.throwIfAny(list -> new InvalidInputException("The input", list));
    return tree;
  }

  void begin(TenantId tenant, InstanceId id, Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    transactions.change(
        work -> {
          CommandContext.Locked locked = work.lock(tenant, id);
          if (locked.snapshot().identity().concurrencyKey() != null
              && locked.snapshot().state() == InstanceState.DRAFT) {
            throw new IllegalTransitionException(
                "instance " + id + " waits for its turn in a queue, and begins by itself");
          }
          if (locked.snapshot().state() == InstanceState.DRAFT) {
            requireNotDisabled(work, tenant, locked.snapshot().identity().workflow().key());
          }
          return locked.handle(new InstanceInput.Start(by));
        });
  }

  private @Nullable String concurrencyKey(
      TenantId tenant, StepTree tree, @Nullable SubjectRef subject, ObjectNode input) {
    Concurrency concurrency = tree.definition().concurrency();
    if (concurrency.key() == null) {
      return null;
    }
    ObjectNode data = input.deepCopy();
    data.set("input", input);
    if (subject != null) {
      data.putObject("subject").put("type", subject.type()).put("id", subject.id());
    }
    var settings = transactions.engine().tenant(tenant);
    RenderContext rendering =
        RenderContext.of(transactions.engine().now(), settings.zone()).locale(settings.locale());
    return RenderedKey.checked("The concurrency key", concurrency.key().render(data, rendering));
  }

  Optional<InstanceId> restart(TenantId tenant, InstanceId id, Actor by) {
    Persons.require(by);
    var read = views.read(tenant, id);
    var ended = read.snapshot();
    Actor principal = read.tree().principal(ended.identity());
    if (!ended.state().ended()) {
      throw new IllegalTransitionException(
          "instance " + id + " is " + ended.state() + "; it can be restarted when it has ended");
    }
    String workflow = ended.identity().workflow().key();
    return transactions.change(
        work -> work.restart(ended, principal, startable(work, tenant, workflow), by));
  }
}
