package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Overrides, rules and defaults that say which workflow governs a subject. */
public interface AssignmentRows {

  /**
   * @param workflow null: explicitly none
   */
  record OverrideRow(
      TenantId tenant,
      SubjectRef subject,
      @Nullable String workflow,
      String by,
      Instant at,
      @Nullable String reason,
      @Nullable Instant expiresAt) {}

  /**
   * @param condition the condition as JSON text
   */
  record RuleRow(
      TenantId tenant,
      UUID id,
      String name,
      int priority,
      boolean enabled,
      String condition,
      String workflow,
      Instant createdAt,
      String createdBy) {}

  /**
   * @param terms the tenant's terms as JSON text
   */
  record DefaultRow(
      TenantId tenant, @Nullable String workflow, String terms, Instant at, String by) {}

  /**
   * A change of a rule, an override or the default.
   *
   * @param id in the order of the changes
   * @param kind a name of {@link dev.workflow.assignment.Assignments.ChangeKind}
   * @param rule the rule, if it is about one
   * @param subject the subject, if it is about an override
   * @param before what was there before, as JSON text; null: nothing
   */
  record ChangeRow(
      TenantId tenant,
      UUID id,
      String kind,
      @Nullable UUID rule,
      @Nullable SubjectRef subject,
      String by,
      Instant at,
      @Nullable String before) {}

  /** Notes a change. */
  void addChange(ChangeRow row);

  /**
   * One page of changes, newest first.
   *
   * @param after the id of the last one that is known; null: from the beginning
   */
  List<ChangeRow> changes(TenantId tenant, @Nullable UUID after, int limit);

  List<OverrideRow> overrides(TenantId tenant, Collection<SubjectRef> subjects);

  void putOverride(OverrideRow row);

  /** Returns false if there was none. */
  boolean deleteOverride(TenantId tenant, SubjectRef subject);

  /**
   * Removes the override of a subject and what the changes say of it. Returns whether there was any
   * of it.
   */
  boolean erase(TenantId tenant, SubjectRef subject);

  /** By priority (higher first), then oldest first. */
  List<RuleRow> rules(TenantId tenant);

  void putRule(RuleRow row);

  boolean deleteRule(TenantId tenant, UUID id);

  Optional<DefaultRow> defaults(TenantId tenant);

  void putDefaults(DefaultRow row);

  /** Raised by every write to the tenant's rules and defaults. */
  long revision(TenantId tenant);
}
