package dev.workflow.internal.decide;

import dev.workflow.definition.RateLimit;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.TenantLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which instances wait for a permit. The steps of an instance begin when it has passed
 * every limit on its starts; each is asked when the time that the one before permitted has come.
 * Once a step has begun, no limit concerns the instance any more.
 *
 * <p>Stateless and thread-safe.
 */
public final class StartLimits {

  /** A permit whose time was missed by more than this is given anew. */
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  private StartLimits() {}

  /** Whose starts are limited. */
  public enum Scope {
    WORKFLOW,
    TENANT
  }

  /** A limit on the starts of instances. */
  public record Limit(Scope scope, RateLimit rate) {

    /** For the journal and the story. */
    public String reason() {
      return "at most "
          + rate.permits()
          + (rate.permits() == 1 ? " start" : " starts")
          + (scope == Scope.TENANT ? " of the tenant" : "")
          + " in "
          + rate.per();
    }
  }

  private static List<Limit> of(DecisionContext around) {
    RateLimit workflow = around.tree().definition().rateLimit();
    TenantLimits.Starts tenant = around.tenant().limits().starts();
    if (workflow == null && tenant == null) {
      return List.of();
    }
    List<Limit> limits = new ArrayList<>(2);
    if (workflow != null) {
      limits.add(new Limit(Scope.WORKFLOW, workflow));
    }
    if (tenant != null) {
      limits.add(new Limit(Scope.TENANT, new RateLimit(tenant.permits(), tenant.per())));
    }
    return limits;
  }

  /**
   * The limits that are to be asked now, in this order. Empty if there is nothing to ask: it has
   * passed them all, it is not permitted yet, or it has begun.
   */
  public static List<Limit> ahead(InstanceSnapshot instance, DecisionContext around) {
    if (instance.state() != InstanceState.ACTIVE || !instance.steps().isEmpty()) {
      return List.of();
    }
    StartPermit permit = valid(instance.startPermit(), around.now());
    if (permit != null && permit.begins().isAfter(around.now())) {
      return List.of();
    }
    List<Limit> limits = of(around);
    int passed = permit == null ? 0 : Math.min(permit.limits(), limits.size());
    return limits.subList(passed, limits.size());
  }

  /** How many limits an instance has passed for good. */
  public static int passed(InstanceSnapshot instance, DecisionContext around) {
    StartPermit permit = valid(instance.startPermit(), around.now());
    return permit == null ? 0 : permit.limits();
  }

  /** Until when an instance of which no step has begun waits; null: it need not wait. */
  static @Nullable Instant waitsUntil(@Nullable StartPermit given, DecisionContext around) {
    StartPermit permit = valid(given, around.now());
    if (permit != null && permit.begins().isAfter(around.now())) {
      return permit.begins();
    }
    return (permit == null ? 0 : permit.limits()) < of(around).size() ? around.now() : null;
  }

  private static @Nullable StartPermit valid(@Nullable StartPermit permit, Instant now) {
    return permit == null || permit.begins().plus(PATIENCE).isBefore(now) ? null : permit;
  }
}
