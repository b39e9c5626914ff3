package dev.workflow.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Assigns a workflow to every subject for which a condition holds. Of several rules whose
 * conditions hold the one with the highest priority decides, of equal ones the oldest.
 *
 * <p>Immutable: treat the JSON as read-only.
 *
 * @param id unique in the tenant
 * @param name for people; 1 to 200 characters
 * @param priority higher goes first
 * @param enabled false: the rule is kept and never decides
 * @param condition a condition over the context of a subject; {@code {}} always holds
 * @param workflow the workflow's key; its newest published version governs
 * @param createdAt when the rule was first stored; null: not yet
 * @param createdBy who stored it first; null: nobody yet
 */
public record AssignmentRule(
    UUID id,
    String name,
    int priority,
    boolean enabled,
    JsonNode condition,
    String workflow,
    @Nullable Instant createdAt,
    @Nullable Actor createdBy) {

  public AssignmentRule {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(workflow, "workflow");
  }

  /** A new, enabled rule with an id of its own. */
  public static AssignmentRule of(String name, int priority, JsonNode condition, String workflow) {
    return new AssignmentRule(
        UuidCreator.getTimeOrderedEpochPlus1(),
        name,
        priority,
        true,
        condition,
        workflow,
        null,
        null);
  }

  /** The rule, switched on or off. */
  public AssignmentRule withEnabled(boolean value) {
    return new AssignmentRule(id, name, priority, value, condition, workflow, createdAt, createdBy);
  }

  /** The rule with another priority. It keeps its age. */
  public AssignmentRule withPriority(int value) {
    return new AssignmentRule(id, name, value, enabled, condition, workflow, createdAt, createdBy);
  }
}
