package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.assignment.Assignments.Change;
import dev.workflow.assignment.Assignments.ChangeKind;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.AssignmentRows.ChangeRow;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import dev.workflow.spi.store.AssignmentRows.OverrideRow;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes of rules, overrides and the default as rows of the store, and back. */
final class StoredChanges {

  private static final int MOST = 1_000;

  private StoredChanges() {}

  static void add(
      AssignmentRows rows,
      ChangeKind kind,
      TenantId tenant,
      UUID rule,
      @Nullable RuleRow before,
      Actor by,
      Instant at) {
    String text = before == null ? null : Json.write(json(before));
    rows.addChange(new ChangeRow(tenant, id(), kind.name(), rule, null, by.id(), at, text));
  }

  static void add(
      AssignmentRows rows,
      ChangeKind kind,
      TenantId tenant,
      SubjectRef subject,
      @Nullable OverrideRow before,
      Actor by,
      Instant at) {
    String text = before == null ? null : Json.write(json(before));
    rows.addChange(new ChangeRow(tenant, id(), kind.name(), null, subject, by.id(), at, text));
  }

  static void add(AssignmentRows rows, DefaultRow set, @Nullable DefaultRow before) {
    String text = before == null ? null : Json.write(json(before));
    rows.addChange(
        new ChangeRow(
            set.tenant(),
            id(),
            ChangeKind.DEFAULT_SET.name(),
            null,
            null,
            set.by(),
            set.at(),
            text));
  }

  private static ObjectNode json(DefaultRow row) {
    ObjectNode json = Json.object().put("workflow", row.workflow());
    json.set("terms", StoredRules.tree(row.terms()));
    return json.put("by", row.by()).put("at", row.at().toString());
  }

  private static UUID id() {
    return UuidCreator.getTimeOrderedEpochPlus1();
  }

  private static ObjectNode json(RuleRow rule) {
    ObjectNode json =
        Json.object()
            .put("name", rule.name())
            .put("priority", rule.priority())
            .put("enabled", rule.enabled());
    json.set("condition", StoredRules.tree(rule.condition()));
    return json.put("workflow", rule.workflow())
        .put("createdAt", rule.createdAt().toString())
        .put("createdBy", rule.createdBy());
  }

  private static ObjectNode json(OverrideRow override) {
    Instant expiresAt = override.expiresAt();
    return Json.object()
        .put("workflow", override.workflow())
        .put("by", override.by())
        .put("at", override.at().toString())
        .put("reason", override.reason())
        .put("expiresAt", expiresAt == null ? null : expiresAt.toString());
  }

  static @Nullable UUID after(@Nullable String cursor) {
    try {
      return cursor == null ? null : UUID.fromString(cursor);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "The cursor", List.of(new Problem("", "is not a cursor returned by this list")));
    }
  }

  static int limit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new InvalidInputException(
          "The limit", List.of(new Problem("", "is " + limit + "; it must be 1 to " + MOST)));
    }
    return limit;
  }

  static Page<Change> page(List<ChangeRow> rows, int limit) {
    return new Page<>(
        rows.stream().map(StoredChanges::change).toList(),
        rows.size() < limit
            ? Optional.empty()
            : Optional.of(rows.get(rows.size() - 1).id().toString()));
  }

  private static Change change(ChangeRow row) {
    return new Change(
        ChangeKind.valueOf(row.kind()),
        row.rule(),
        row.subject(),
        Actor.of(row.by()),
        row.at(),
        row.before() == null ? null : Json.read(row.before()));
  }
}
