package dev.workflow.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which workflow governs a subject: an override for this very subject, else the first rule whose
 * condition holds, else the tenant's default. What points at a workflow that is missing,
 * unpublished or disabled is passed over, and the trace says so.
 *
 * <p>A workflow need not exist when it is assigned; it counts from the moment it is published.
 * Changes are seen by every node at its next call.
 *
 * <p>Thread-safe. Every method throws {@link NotFoundException} if the tenant is unknown, and those
 * that take input {@link InvalidInputException} with everything that is wrong with it.
 */
public interface Assignments {

  /**
   * What somebody chose for one subject.
   *
   * @param workflow null: explicitly none
   * @param expiresAt from this moment on it no longer counts; null: never
   */
  record Choice(
      SubjectRef subject,
      @Nullable String workflow,
      Actor by,
      Instant at,
      @Nullable String reason,
      @Nullable Instant expiresAt) {}

  /**
   * What holds for a tenant where nothing else applies.
   *
   * @param workflow null: none
   * @param terms over those of the host
   */
  record TenantDefault(
      @Nullable String workflow, Map<String, JsonNode> terms, Actor by, Instant at) {}

  /** What was done to a rule, an override or the default. */
  enum ChangeKind {
    RULE_PUT,
    RULE_REMOVED,
    OVERRIDE_PUT,
    OVERRIDE_REMOVED,
    DEFAULT_SET
  }

  /**
   * A change of a rule, an override or the default. Treat the JSON as read-only.
   *
   * @param rule the rule's id, if it is about one
   * @param subject the subject, if it is about an override
   * @param before what was there before: the rule with {@code name}, {@code priority}, {@code
   *     enabled}, {@code condition}, {@code workflow}, {@code createdAt} and {@code createdBy}, or
   *     the choice with {@code workflow}, {@code by}, {@code at}, {@code reason} and {@code
   *     expiresAt}, or the default with {@code workflow}, {@code terms}, {@code by} and {@code at};
   *     null: nothing
   */
  record Change(
      ChangeKind kind,
      @Nullable UUID rule,
      @Nullable SubjectRef subject,
      Actor by,
      Instant at,
      @Nullable JsonNode before) {}

  /**
   * Chooses a workflow for a subject, in the place of an earlier choice.
   *
   * @param reason for people, at most 1,000 characters
   * @param expiresAt in the future; null: it holds until it is removed
   */
  Choice setOverride(
      TenantId tenant,
      SubjectRef subject,
      String workflow,
      Actor by,
      @Nullable String reason,
      @Nullable Instant expiresAt);

  /** Chooses explicitly no workflow for a subject: rules and the default do not apply to it. */
  Choice setNone(
      TenantId tenant,
      SubjectRef subject,
      Actor by,
      @Nullable String reason,
      @Nullable Instant expiresAt);

  /** Removes a choice, so that rules and the default apply again. False: there was none. */
  boolean removeOverride(TenantId tenant, SubjectRef subject, Actor by);

  /** The choice for a subject, whether expired or not. */
  Optional<Choice> override(TenantId tenant, SubjectRef subject);

  /**
   * Adds a rule, or replaces the one with the same id, which keeps its age.
   *
   * @return the rule as it is stored
   */
  AssignmentRule putRule(TenantId tenant, AssignmentRule rule, Actor by);

  /** Removes a rule. False: there was none. */
  boolean removeRule(TenantId tenant, UUID id, Actor by);

  /**
   * Who put and removed which rules and overrides, and set the default, newest first. They are kept
   * for good, also of rules and overrides that are gone.
   *
   * @param cursor {@link Page#next} of the page before; null: the first page
   * @param limit 1 to 1,000
   */
  Page<Change> changes(TenantId tenant, @Nullable String cursor, int limit);

  /** All rules in the order in which they are asked. */
  List<AssignmentRule> rules(TenantId tenant);

  /**
   * Says what holds for the tenant where nothing else applies, in the place of what held so far.
   * The terms come over those of the {@link dev.workflow.spi.TenantDirectory} and under those of a
   * workflow, here and in the data of running instances: at once on this node, within a second on
   * others.
   *
   * @param workflow null: none
   * @param terms by name; a value has the type of the host's default for it, if there is one
   */
  void setDefault(
      TenantId tenant, @Nullable String workflow, Map<String, JsonNode> terms, Actor by);

  /** What was said with {@link #setDefault}. */
  Optional<TenantDefault> defaults(TenantId tenant);

  /**
   * The workflow that governs a subject now.
   *
   * @param context an object with the subject's data, which the rules' conditions read; {@code
   *     subject} with {@code type} and {@code id} is added where it is missing
   */
  EffectiveWorkflow resolve(TenantId tenant, SubjectRef subject, JsonNode context);

  /** The workflow that would govern a subject with these data, for which nobody has chosen. */
  EffectiveWorkflow preview(TenantId tenant, JsonNode context);

  /**
   * The same as {@link #resolve} for many subjects with one look at the store.
   *
   * @return a result for every subject, in the order of the map
   */
  Map<SubjectRef, EffectiveWorkflow> resolveAll(
      TenantId tenant, Map<SubjectRef, ? extends JsonNode> contexts);
}
