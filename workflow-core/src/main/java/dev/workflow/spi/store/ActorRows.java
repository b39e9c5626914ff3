package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows about actors. */
public interface ActorRows {

  /** Raised by {@link #raise}. */
  long revision(TenantId tenant);

  /** What is known of the tenant's actors has changed. */
  void raise(TenantId tenant);

  /**
   * The number of the next allocation of a step of a workflow to somebody, from 1. Until the
   * transaction ends, others that ask for the same step wait here.
   */
  long nextAllocation(TenantId tenant, String workflow, String step);

  /**
   * A time in which somebody is away.
   *
   * @param to the first moment in which they are back
   * @param substitute null: nobody
   */
  record SubstitutionRow(
      TenantId tenant,
      UUID id,
      String actor,
      Instant from,
      Instant to,
      @Nullable String substitute) {}

  void put(SubstitutionRow row);

  /** Returns whether there was one. */
  boolean deleteSubstitution(TenantId tenant, UUID id);

  /**
   * Those that end after a time, by id.
   *
   * @param actor who is away; null: anybody
   * @param after the id of the last one that is known; null: from the beginning
   */
  List<SubstitutionRow> substitutions(
      TenantId tenant, Instant now, @Nullable String actor, @Nullable UUID after, int limit);

  /** The number of the last allocation to each of these actors; those without one are left out. */
  Map<String, Long> allocations(
      TenantId tenant, String workflow, String step, Collection<String> actors);

  /** A step of a workflow was given to somebody. */
  void given(TenantId tenant, String workflow, String step, String actor, long number);
}
