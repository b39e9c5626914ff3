package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments.ChangeKind;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Rules as rows of the store, and back. */
final class StoredRules {

  private StoredRules() {}

  /** Stores a rule; one that replaces another takes over its age and author. */
  static RuleRow put(
      AssignmentRows rows, TenantId tenant, AssignmentRule rule, Actor by, Instant now) {
    List<RuleRow> stored = rows.rules(tenant);
    RuleRow before =
        stored.stream().filter(row -> row.id().equals(rule.id())).findFirst().orElse(null);
    RuleRow row =
        new RuleRow(
            tenant,
            rule.id(),
            rule.name(),
            rule.priority(),
            rule.enabled(),
            Json.write(rule.condition()),
            rule.workflow(),
            before == null ? youngest(stored, now) : before.createdAt(),
            before == null ? by.id() : before.createdBy());
    rows.putRule(row);
    StoredChanges.add(rows, ChangeKind.RULE_PUT, tenant, rule.id(), before, by, now);
    return row;
  }

  /** Removes a rule, if it is there. */
  static boolean remove(AssignmentRows rows, TenantId tenant, UUID id, Actor by, Instant now) {
    RuleRow before =
        rows.rules(tenant).stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
    boolean existed = rows.deleteRule(tenant, id);
    if (existed) {
      StoredChanges.add(rows, ChangeKind.RULE_REMOVED, tenant, id, before, by, now);
    }
    return existed;
  }

  /** Now, or a moment later than every other rule: "oldest first" must tell all rules apart. */
  private static Instant youngest(List<RuleRow> stored, Instant now) {
    Instant next =
        stored.stream()
            .map(row -> row.createdAt().plus(1, ChronoUnit.MICROS))
            .max(Instant::compareTo)
            .orElse(now);
    return next.isAfter(now) ? next : now;
  }

  static AssignmentRule rule(RuleRow row) {
    return new AssignmentRule(
        row.id(),
        row.name(),
        row.priority(),
        row.enabled(),
        tree(row.condition()),
        row.workflow(),
        row.createdAt(),
        Actor.of(row.createdBy()));
  }

  /**
   * What is stored, as JSON. What cannot be read is the text of it: so it can be seen, replaced and
   * removed.
   */
  static JsonNode tree(String stored) {
    try {
      return Json.read(stored);
    } catch (RuntimeException e) {
      return TextNode.valueOf(Limits.storable(stored, Limits.REASON));
    }
  }
}
