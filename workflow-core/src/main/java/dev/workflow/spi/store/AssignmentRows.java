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

  List<OverrideRow> overrides(TenantId tenant, Collection<SubjectRef> subjects);

  void putOverride(OverrideRow row);

  /** Returns false if there was none. */
  boolean deleteOverride(TenantId tenant, SubjectRef subject);

  /** By priority (higher first), then oldest first. */
  List<RuleRow> rules(TenantId tenant);

  void putRule(RuleRow row);

  boolean deleteRule(TenantId tenant, UUID id);

  Optional<DefaultRow> defaults(TenantId tenant);

  void putDefaults(DefaultRow row);

  /** Raised by every write to the tenant's rules and defaults. */
  long revision(TenantId tenant);
}
