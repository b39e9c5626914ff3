package dev.workflow.internal.service;

import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionValidator;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.service.MessageChecks;
import java.util.List;

/** What is wrong with a document that can be read, and what nothing comes of. Thread-safe. */
final class DefinitionChecks {

  private final Transactions transactions;

  DefinitionChecks(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Why it cannot be published; its name is not looked at. */
  List<Problem> problems(TenantId tenant, WorkflowDefinition definition) {
    transactions.engine().tenant(tenant);
    Problems problems = Problems.none();
    problems.addAll(transactions.engine().catalog(tenant).check(definition));
    problems.addAll(
        DefinitionValidator.validate(
            definition, new HandlerCatalog(transactions.engine().actions())));
    if (!definition.records().isEmpty() && transactions.engine().recordGateway() == null) {
      problems
          .at("records")
          .add(
              "are read through a RecordGateway: give one with WorkflowEngine.builder().records(...)");
    }
    problems.addAll(MessageChecks.of(transactions, tenant).problems(definition));
    if (strict()) {
      problems.addAll(references(tenant, definition));
    }
    return problems.list();
  }

  /** What its author should look at. */
  List<Problem> warnings(TenantId tenant, WorkflowDefinition definition) {
    transactions.engine().tenant(tenant);
    Problems problems = Problems.none();
    withoutEffect(definition, problems);
    problems.addAll(MessageChecks.of(transactions, tenant).warnings(definition));
    if (!strict()) {
      problems.addAll(references(tenant, definition));
    }
    return problems.list();
  }

  /** What is logged of one that was published all the same. */
  List<Problem> published(TenantId tenant, WorkflowDefinition definition) {
    Problems problems = Problems.none();
    withoutEffect(definition, problems);
    if (!strict() && !WorkflowReferences.of(definition).isEmpty()) {
      problems.addAll(references(tenant, definition));
    }
    return problems.list();
  }

  private boolean strict() {
    return MessagingContext.of(transactions).settings().policy() == MessagePolicy.STRICT;
  }

  /** The workflows it names that there are not. */
  private List<Problem> references(TenantId tenant, WorkflowDefinition definition) {
    Problems problems = Problems.none();
    WorkflowReferences.check(
        definition,
        transactions.transact(
            transaction -> transactions.engine().workflows().of(transaction, tenant)),
        problems);
    return problems.list();
  }

  private void withoutEffect(WorkflowDefinition definition, Problems problems) {
    WorkflowReferences.walk(
        definition.steps(), problems.at("steps"), (step, place) -> open(step, place));
    if (definition.steps().isEmpty()) {
      problems
          .at("steps")
          .add(
              "is empty, so that an instance ends as it begins and nothing is done; write the"
                  + " steps, or \"enabled\": false until there are some");
    }
  }

  /** Steps that people do and that name nobody are meant so, or somebody has forgotten it. */
  private void open(Step step, Problems place) {
    Performer performer = step.settings().performer();
    Performer.Quorum quorum = performer.quorum();
    boolean named =
        performer.candidates().namesAnybody() || (quorum != null && !quorum.seats().isEmpty());
    if (!named
        && step instanceof Step.Action action
        && transactions.engine().performedByPeople(action.type())) {
      place.add("names neither a role nor anybody, so that everybody may do it");
    }
  }
}
