package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.ruleimport.ImportReport;
import dev.workflow.ruleimport.ImportReport.Outcome;
import dev.workflow.ruleimport.NotificationRules.Imported;
import dev.workflow.ruleimport.RuleImport;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The notification rules of an organisation: each is a workflow, and all are put at once. */
@Component
class RuleSets {

  /** What is shown of a rule besides what was written. */
  private static final List<String> SHOWN = List.of("workflow_id", "version");

  /** A rule that is gone leaves no trace: the host's own path is taken again. */
  private static final RuleImport WHOLE = RuleImport.defaults().asAWhole().archivingVanished();

  private final Engines engines;

  RuleSets(Engines engines) {
    this.engines = engines;
  }

  /** The rules as they were written, each with its workflow, and whether that is enabled now. */
  List<JsonNode> get(Caller caller) {
    return engines.of(caller).notificationRules().list(caller.tenant()).stream()
        .map(RuleSets::row)
        .toList();
  }

  private static JsonNode row(Imported one) {
    ObjectNode row = one.row().deepCopy();
    String named = row.path("quote_recipients").asText();
    if (named.startsWith("[")) {
      row.set("quote_recipients", Json.read(named));
    }
    row.put("enabled", one.enabled());
    row.put("workflow_id", one.workflow().key());
    return row.put("version", one.newest() == null ? one.workflow().version() : one.newest());
  }

  /**
   * Puts all rules in the place of those that are there, or none of them.
   *
   * @param place where the rows stand in the body
   * @throws InvalidDefinitionException naming everything that is wrong with the rows
   * @throws ConflictException if somebody has changed the workflow of a rule by hand
   */
  ImportReport put(Caller caller, ArrayNode rows, String place) {
    ArrayNode bare = Json.array();
    rows.forEach(
        row -> bare.add(row instanceof ObjectNode one ? one.deepCopy().without(SHOWN) : row));
    ImportReport report =
        engines
            .of(caller)
            .notificationRules()
            .importRows(caller.tenant(), bare, WHOLE, caller.actor());
    if (!report.problems().isEmpty()) {
      throw new InvalidDefinitionException(
          "The rules",
          report.problems().stream()
              .map(one -> new Problem(at(place, one), one.message()))
              .toList());
    } else if (!report.applied()) {
      throw new ConflictException(
          report.entries(Outcome.CONFLICT).stream()
              .map(ImportReport.Entry::toString)
              .collect(Collectors.joining("; ")));
    }
    return report;
  }

  private static String at(String place, ImportReport.RowProblem one) {
    return place + "/" + (one.row() - 1) + (one.column().isEmpty() ? "" : "/" + one.column());
  }
}
