package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.ruleimport.ImportReport.Entry;
import dev.workflow.ruleimport.ImportReport.Outcome;
import dev.workflow.ruleimport.RuleImport.Vanished;
import dev.workflow.ruleimport.internal.RuleImporting.Ready;
import dev.workflow.ruleimport.spi.ImportedRuleRow;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes the workflow of a notification rule, in a transaction. */
final class RuleChange {

  private static final List<String> KNOWN =
      List.of(
          "trigger",
          "channel",
          "audience",
          "enabled",
          "delay_minutes",
          "lead_enabled",
          "quote_recipients",
          "template");

  private final DefinitionService definitions;
  private final TenantId tenant;
  private final Actor by;
  private final Instant now;

  RuleChange(DefinitionService definitions, TenantId tenant, Actor by, Instant now) {
    this.definitions = definitions;
    this.tenant = tenant;
    this.by = by;
    this.now = now;
  }

  /** Publishes what has changed, and remembers the row. */
  Entry bring(StoreTransaction transaction, Ready one) {
    Entry entry = wouldBring(transaction, one);
    String document = RuleImporting.text(one.definition());
    switch (entry.outcome()) {
      case CREATED, UPDATED -> {
        int version = definitions.insert(transaction, tenant, one.definition(), by).version();
        remember(transaction, one.rule(), document, version);
        return new Entry(entry.row(), entry.workflow(), entry.outcome(), version, entry.because());
      }
      case UNCHANGED -> {
        DefinitionRow newest = newest(transaction, entry.workflow());
        int version =
            newest != null && sameAs(newest, document)
                ? newest.version()
                : ImportedRules.of(transaction)
                    .find(tenant, entry.workflow())
                    .map(ImportedRuleRow::version)
                    .orElse(0);
        remember(transaction, one.rule(), document, version);
        return entry;
      }
      default -> {
        return entry;
      }
    }
  }

  /** What {@link #bring} would do. */
  Entry wouldBring(StoreTransaction transaction, Ready one) {
    String key = one.rule().workflow();
    String document = RuleImporting.text(one.definition());
    DefinitionRow newest = newest(transaction, key);
    ImportedRuleRow stored = ImportedRules.of(transaction).find(tenant, key).orElse(null);
    Integer version = newest == null ? null : newest.version();
    if (sameAs(newest, document)) {
      return new Entry(one.row(), key, Outcome.UNCHANGED, version, "its workflow says the same");
    }
    if (stored == null) {
      return newest == null
          ? new Entry(one.row(), key, Outcome.CREATED, null, "it is new")
          : new Entry(
              one.row(),
              key,
              Outcome.CONFLICT,
              version,
              "there is such a workflow already, and it came from no import");
    }
    if (newest == null && stored.vanished()) {
      return new Entry(one.row(), key, Outcome.CREATED, null, "it is there again");
    }
    if (newest != null && newest.version() == stored.version()) {
      return new Entry(one.row(), key, Outcome.UPDATED, version, "the row has changed");
    }
    return stored.document().equals(document)
        ? new Entry(
            one.row(),
            key,
            Outcome.UNCHANGED,
            version,
            "the row is the same as before; its workflow was " + edited(newest) + " since")
        : new Entry(
            one.row(),
            key,
            Outcome.CONFLICT,
            version,
            "the row has changed, and its workflow was " + edited(newest) + " since");
  }

  private static String edited(@Nullable DefinitionRow newest) {
    return newest == null ? "taken out of use" : "edited by " + newest.createdBy();
  }

  private static boolean sameAs(@Nullable DefinitionRow row, String document) {
    return row != null && row.document().equals(document);
  }

  private @Nullable DefinitionRow newest(StoreTransaction transaction, String key) {
    return transaction.definitions().versions(tenant, key).stream()
        .filter(row -> row.status().equals(DefinitionStatus.PUBLISHED.name()))
        .findFirst()
        .orElse(null);
  }

  /** Marks a row as vanished, and disables or archives its workflow. */
  Entry vanish(StoreTransaction transaction, ImportedRuleRow row, Vanished then) {
    Entry entry = wouldVanish(transaction, row, then);
    DefinitionRow newest = newest(transaction, row.workflow());
    int version = row.version();
    Integer shown = entry.version();
    if (newest != null && archives(newest, row, then)) {
      archive(transaction, row.workflow());
    } else if (newest != null && disables(newest, row, then)) {
      WorkflowDefinition off = RuleImporting.disabled(WorkflowDefinition.parse(newest.document()));
      version = definitions.insert(transaction, tenant, off, by).version();
      shown = version;
    }
    ImportedRules.of(transaction)
        .put(
            new ImportedRuleRow(
                tenant,
                row.workflow(),
                row.columns(),
                row.others(),
                row.document(),
                version,
                true,
                row.at(),
                row.by()));
    return new Entry(0, row.workflow(), Outcome.VANISHED, shown, entry.because());
  }

  /** What {@link #vanish} would do. */
  Entry wouldVanish(StoreTransaction transaction, ImportedRuleRow row, Vanished then) {
    DefinitionRow newest = newest(transaction, row.workflow());
    String because;
    if (newest == null) {
      because = "its workflow is out of use";
    } else if (archives(newest, row, then)) {
      because = "its workflow is archived";
    } else if (!enabled(newest)) {
      because = "its workflow is disabled already";
    } else if (disables(newest, row, then)) {
      because = "its workflow is disabled";
    } else if (then != Vanished.KEEP) {
      because = "its workflow stays as it is: it was edited by " + newest.createdBy() + " since";
    } else {
      because = "its workflow stays enabled";
    }
    return new Entry(
        0, row.workflow(), Outcome.VANISHED, newest == null ? null : newest.version(), because);
  }

  private static boolean archives(DefinitionRow newest, ImportedRuleRow row, Vanished then) {
    return then == Vanished.ARCHIVE && newest.version() == row.version();
  }

  private static boolean disables(DefinitionRow newest, ImportedRuleRow row, Vanished then) {
    return then == Vanished.DISABLE && newest.version() == row.version() && enabled(newest);
  }

  private void archive(StoreTransaction transaction, String workflow) {
    for (DefinitionRow row : transaction.definitions().versions(tenant, workflow)) {
      if (row.status().equals(DefinitionStatus.PUBLISHED.name())) {
        definitions.archive(transaction, row, by);
      }
    }
  }

  static boolean enabled(DefinitionRow row) {
    return Json.read(row.document()).path("enabled").asBoolean(true);
  }

  private void remember(
      StoreTransaction transaction, NotificationRule rule, String document, int version) {
    ObjectNode row = rule.row();
    ObjectNode others = row.deepCopy().without(KNOWN);
    JsonNode recipients = row.path("quote_recipients");
    boolean none = recipients.isMissingNode() || recipients.isNull();
    ImportedRules.of(transaction)
        .put(
            new ImportedRuleRow(
                tenant,
                rule.workflow(),
                new ImportedRuleRow.Columns(
                    row.path("trigger").asText().strip(),
                    row.path("channel").asText().strip(),
                    row.path("audience").asText().strip(),
                    rule.enabled(),
                    rule.delayMinutes(),
                    rule.leadEnabled(),
                    none
                        ? null
                        : recipients.isTextual() ? recipients.asText() : Json.write(recipients),
                    rule.template()),
                Json.write(others),
                document,
                version,
                false,
                now,
                by.id()));
  }
}
