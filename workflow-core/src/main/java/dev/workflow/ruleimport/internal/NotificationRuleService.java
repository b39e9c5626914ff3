package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.ruleimport.ImportReport;
import dev.workflow.ruleimport.NotificationRules;
import dev.workflow.ruleimport.RuleImport;
import dev.workflow.ruleimport.spi.ImportedRuleRow;
import dev.workflow.spi.store.DefinitionRow;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link NotificationRules} on a store. */
public final class NotificationRuleService implements NotificationRules {

  private static final int MOST_ROWS = 10_000;

  private final Transactions transactions;
  private final DefinitionService definitions;

  public NotificationRuleService(Transactions transactions) {
    this.transactions = transactions;
    this.definitions = new DefinitionService(transactions);
  }

  @Override
  public ImportReport importRows(TenantId tenant, JsonNode rows, RuleImport how, Actor by) {
    transactions.engine().tenant(tenant);
    Problems problems = Problems.none();
    if (!rows.isArray()) {
      problems.add("expected a list of objects, one for each row");
    } else if (rows.size() > MOST_ROWS) {
      problems.add("has " + rows.size() + " rows; at most " + MOST_ROWS + " are imported at once");
    } else {
      Json.check(rows, transactions.engine().options().maxDataBytes() * 10, problems);
    }
    problems.throwIfAny(list -> new InvalidInputException("The list of rules", list));
    return new RuleImporting(transactions, definitions, tenant, how, by).run(rows);
  }

  @Override
  public List<Imported> list(TenantId tenant) {
    transactions.engine().tenant(tenant);
    return transactions.transact(
        transaction -> {
          Map<String, DefinitionRow> newest =
              transaction.definitions().newest(tenant).stream()
                  .collect(Collectors.toMap(DefinitionRow::key, Function.identity()));
          return ImportedRules.of(transaction).list(tenant).stream()
              .filter(row -> !row.vanished())
              .map(row -> imported(row, newest.get(row.workflow())))
              .toList();
        });
  }

  private static Imported imported(ImportedRuleRow row, @Nullable DefinitionRow newest) {
    return new Imported(
        WorkflowRef.of(row.workflow(), row.version()),
        newest == null ? null : newest.version(),
        newest != null && RuleChange.enabled(newest),
        original(row),
        row.at(),
        Actor.of(row.by()));
  }

  private static ObjectNode original(ImportedRuleRow row) {
    ImportedRuleRow.Columns columns = row.columns();
    ObjectNode original = Json.object();
    original
        .put("trigger", columns.trigger())
        .put("channel", columns.channel())
        .put("audience", columns.audience())
        .put("enabled", columns.enabled())
        .put("delay_minutes", columns.delayMinutes());
    if (columns.leadEnabled() != null) {
      original.put("lead_enabled", columns.leadEnabled());
    }
    if (columns.quoteRecipients() != null) {
      original.put("quote_recipients", columns.quoteRecipients());
    }
    if (columns.template() != null) {
      original.put("template", columns.template());
    }
    original.setAll((ObjectNode) Json.read(row.others()));
    return original;
  }
}
