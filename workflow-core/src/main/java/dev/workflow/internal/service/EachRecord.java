package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.RecordSelection;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The engine's own workflow that starts another one for each record that the host lists, a portion
 * at a time. It is published for a tenant when it is needed first.
 */
public final class EachRecord {

  /** Its key. */
  public static final String WORKFLOW = "scheduled-for-records";

  private static final WorkflowDefinition DEFINITION =
      WorkflowDefinition.parse(
          """
          {"key": "scheduled-for-records", "name": "Start for each record", "steps": [
            {"id": "portions", "repeat": {
              "max": 10000,
              "until": {"field": "steps.start.output.last", "operator": "eq", "value": true},
              "steps": [
                {"id": "start", "action": "start_for_records", "config": {
                  "workflow": "{{input.workflow}}", "entity_type": "{{input.type}}",
                  "filters": "{{input.filters}}", "input": "{{input.each}}",
                  "once": "{{input.once | default: \\"\\"}}",
                  "cursor": "{{next | default: \\"\\"}}"}},
                {"id": "remember", "action": "set",
                 "when": {"field": "steps.start.output.last", "operator": "eq", "value": false},
                 "config": {"name": "next", "value": "{{steps.start.output.next}}"}}]}}]}
          """);

  private EachRecord() {}

  /** Publishes it unless that was done before. */
  public static void publish(StoreTransaction transaction, TenantId tenant, Instant now) {
    String document = Json.write(DEFINITION.toJson());
    Optional<DefinitionRow> newest =
        transaction.definitions().versions(tenant, WORKFLOW).stream()
            .filter(row -> row.version() > 0 && row.status().equals("PUBLISHED"))
            .max(Comparator.comparingInt(DefinitionRow::version));
    if (newest.isEmpty() || !newest.get().document().equals(document)) {
      int version = transaction.definitions().lastVersion(tenant, WORKFLOW) + 1;
      transaction
          .definitions()
          .insert(
              new DefinitionRow(
                  tenant, WORKFLOW, version, "PUBLISHED", document, now, Actor.ENGINE.id()));
    }
  }

  /**
   * What it is started with.
   *
   * @param each what the others are started with
   * @param once a record is started once for each such key; empty: for each instance
   */
  public static ObjectNode input(
      String workflow, RecordSelection records, ObjectNode each, String once) {
    ObjectNode input = Json.object();
    input.put("workflow", workflow).put("type", records.type()).put("once", once);
    input.set("filters", records.filters());
    input.set("each", each);
    return input;
  }
}
