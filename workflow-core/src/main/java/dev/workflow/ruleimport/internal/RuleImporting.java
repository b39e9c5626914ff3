package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.ruleimport.ImportReport;
import dev.workflow.ruleimport.ImportReport.Entry;
import dev.workflow.ruleimport.ImportReport.Outcome;
import dev.workflow.ruleimport.ImportReport.RowProblem;
import dev.workflow.ruleimport.RuleImport;
import dev.workflow.ruleimport.RuleImport.Vanished;
import dev.workflow.ruleimport.spi.ImportedRuleRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One import of notification rules: first all rows are read, then they are brought over. */
final class RuleImporting {

  /** A row that is ready to be brought over. */
  record Ready(int row, NotificationRule rule, WorkflowDefinition definition) {}

  /** Carries the report out of the transaction that it rolls back. */
  private static final class Off extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ImportReport report;

    Off(ImportReport report) {
      super("the import is off", null, false, false);
      this.report = report;
    }
  }

  private final Transactions transactions;
  private final DefinitionService definitions;
  private final TenantId tenant;
  private final RuleImport how;
  private final RuleChange change;
  private final List<Ready> ready = new ArrayList<>();
  private final List<RowProblem> problems = new ArrayList<>();
  private final Map<String, Integer> rowOf = new HashMap<>();
  private final Set<Integer> unknown = new HashSet<>();

  RuleImporting(
      Transactions transactions,
      DefinitionService definitions,
      TenantId tenant,
      RuleImport how,
      Actor by) {
    this.transactions = transactions;
    this.definitions = definitions;
    this.tenant = tenant;
    this.how = how;
    this.change = new RuleChange(definitions, tenant, by, transactions.engine().now());
  }

  ImportReport run(JsonNode rows) {
    for (int i = 0; i < rows.size(); i++) {
      read(i + 1, rows.get(i));
    }
    ImportReport report = how.allOrNothing() ? asAWhole() : oneByOne();
    transactions.engine().workflows().changed(tenant);
    return report;
  }

  private void read(int number, JsonNode row) {
    Problems found = Problems.none();
    NotificationRule rule = RuleReader.read(row, how, found).orElse(null);
    found.list().forEach(one -> problems.add(new RowProblem(number, column(one), one.message())));
    if (rule == null) {
      unknown.add(number);
      return;
    }
    Integer other = rowOf.putIfAbsent(rule.workflow(), number);
    if (other != null) {
      problems.add(
          new RowProblem(
              number, "", "is for the same trigger, channel and audience as row " + other));
    } else if (found.isEmpty()) {
      check(number, rule);
    }
  }

  private static String column(Problem problem) {
    return problem.pointer().isEmpty() ? "" : problem.pointer().substring(1);
  }

  private void check(int number, NotificationRule rule) {
    WorkflowDefinition definition = WorkflowDefinition.parse(RuleDocument.of(rule));
    List<Problem> found = definitions.checkDocument(tenant, definition);
    found.forEach(
        one ->
            problems.add(
                new RowProblem(
                    number,
                    RuleDocument.column(one.pointer(), rule),
                    one.message() + " (at " + one.pointer() + " of its workflow)")));
    if (found.isEmpty()) {
      ready.add(new Ready(number, rule, definition));
    }
  }

  private ImportReport oneByOne() {
    List<Entry> entries = new ArrayList<>();
    for (Ready one : ready) {
      entries.add(apart(transaction -> bring(transaction, one), one));
    }
    for (ImportedRuleRow row :
        missing(transactions.transact(t -> ImportedRules.of(t).list(tenant)))) {
      entries.add(transactions.transact(transaction -> vanish(transaction, row)));
    }
    return new ImportReport(!how.dryRun(), entries, problems);
  }

  private Entry apart(Function<StoreTransaction, Entry> work, Ready one) {
    try {
      return transactions.transact(work);
    } catch (ConflictException e) {
      return new Entry(
          one.row(), one.rule().workflow(), Outcome.CONFLICT, null, String.valueOf(e.getMessage()));
    }
  }

  private ImportReport asAWhole() {
    try {
      return transactions.transact(
          transaction -> {
            List<Entry> entries = new ArrayList<>();
            ready.forEach(one -> entries.add(bring(transaction, one)));
            missing(ImportedRules.of(transaction).list(tenant))
                .forEach(row -> entries.add(vanish(transaction, row)));
            boolean fits =
                problems.isEmpty()
                    && entries.stream().noneMatch(one -> one.outcome() == Outcome.CONFLICT);
            ImportReport report = new ImportReport(fits && !how.dryRun(), entries, problems);
            if (!report.applied()) {
              throw new Off(report);
            }
            return report;
          });
    } catch (Off off) {
      return off.report;
    }
  }

  private Entry bring(StoreTransaction transaction, Ready one) {
    return how.dryRun() ? change.wouldBring(transaction, one) : change.bring(transaction, one);
  }

  private Entry vanish(StoreTransaction transaction, ImportedRuleRow row) {
    Vanished then = unknown.isEmpty() ? how.vanished() : Vanished.KEEP;
    return how.dryRun()
        ? change.wouldVanish(transaction, row, then)
        : change.vanish(transaction, row, then);
  }

  /** The imported rows that are there no more. */
  private List<ImportedRuleRow> missing(List<ImportedRuleRow> stored) {
    return stored.stream().filter(row -> !rowOf.containsKey(row.workflow())).toList();
  }

  /** The document of a definition that is disabled. */
  static WorkflowDefinition disabled(WorkflowDefinition definition) {
    ObjectNode json = definition.toJson().put("enabled", false);
    return WorkflowDefinition.parse(json);
  }

  /** What two documents are compared by. */
  static String text(WorkflowDefinition definition) {
    return Json.write(definition.toJson());
  }
}
