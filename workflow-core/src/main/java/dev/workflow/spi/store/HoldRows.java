package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Subjects of which nothing may be removed. */
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
}
