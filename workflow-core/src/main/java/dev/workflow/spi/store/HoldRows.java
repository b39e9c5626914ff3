package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Subjects of which nothing may be removed, and those that were erased. */
public interface HoldRows {

  /** A subject under legal hold. */
  record HoldRow(TenantId tenant, SubjectRef subject, String reason, String actor, Instant since) {}

  /**
   * Adds one.
   *
   * @return false if the subject is under hold already: nothing is written
   */
  boolean insert(HoldRow row);

  /** Returns whether there was one. */
  boolean remove(TenantId tenant, SubjectRef subject);

  Optional<HoldRow> find(TenantId tenant, SubjectRef subject);

  /**
   * One page, by type and id.
   *
   * @param after the last one of the page before; null: from the beginning
   */
  List<HoldRow> list(TenantId tenant, @Nullable SubjectRef after, int limit);

  /**
   * An erasure.
   *
   * @param id unique in the tenant; later ones are greater
   * @param ended null: it is under way, or was broken off
   */
  record ErasureRow(
      TenantId tenant,
      UUID id,
      SubjectRef subject,
      String actor,
      Instant begun,
      @Nullable Instant ended,
      Erased erased) {}

  /** What an erasure has removed so far. */
  record Erased(
      long canceled, long instances, long messages, long events, long findings, boolean override) {

    public static final Erased NOTHING = new Erased(0, 0, 0, 0, 0, false);
  }

  /** Adds one. */
  void insert(ErasureRow row);

  /** Adds to what an erasure has removed; several nodes may at the same time. */
  void add(TenantId tenant, UUID id, Erased more);

  /** An erasure has come to its end; if it had before, that stays. */
  void end(TenantId tenant, UUID id, Instant at);

  Optional<ErasureRow> erasure(TenantId tenant, UUID id);

  /**
   * One page, newest first.
   *
   * @param subject null: of all
   * @param before the last one of the page before; null: from the newest
   */
  List<ErasureRow> erasures(
      TenantId tenant, @Nullable SubjectRef subject, @Nullable UUID before, int limit);

  /** Those of all tenants that have not ended, the oldest first. */
  List<ErasureRow> unfinished(int limit);
}
