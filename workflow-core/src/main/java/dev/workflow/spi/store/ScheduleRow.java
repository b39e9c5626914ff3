package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule: a trigger of a workflow, or a scheduled task of its own.
 *
 * @param name of a task, unique in its tenant; null: it is a trigger's
 * @param workflow the key of the workflow whose trigger it is; null: it is a task
 * @param position of the trigger in its workflow, from 0; 0 for a task
 * @param document what it does and when, as JSON text
 * @param createdBy who created it
 * @param progress what changes with every tick
 */
public record ScheduleRow(
    Key key,
    @Nullable String name,
    @Nullable String workflow,
    int position,
    String document,
    Instant createdAt,
    String createdBy,
    Progress progress) {

  /** Identifies a schedule. */
  public record Key(TenantId tenant, UUID id) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      int byTenant = tenant.compareTo(other.tenant);
      return byTenant != 0 ? byTenant : id.compareTo(other.id);
    }
  }

  /**
   * What changes.
   *
   * @param state {@code ACTIVE}, {@code PAUSED} or {@code ENDED}
   * @param nextAt the next planned tick, before it is put off by jitter; null: there is none
   * @param dueAt when it must be looked at: for its next tick, or because of one under way; null:
   *     not by time
   * @param running how many of its ticks are under way or wait to be repeated
   * @param queued how many of them wait for their turn
   * @param retryAt when a failed tick is repeated next; null: none is
   */
  public record Progress(
      String state,
      @Nullable Instant nextAt,
      @Nullable Instant dueAt,
      int running,
      int queued,
      @Nullable Instant retryAt) {}

  public ScheduleRow with(Progress changed) {
    return new ScheduleRow(key, name, workflow, position, document, createdAt, createdBy, changed);
  }

  /** The same with another document. */
  public ScheduleRow with(int position, String document) {
    return new ScheduleRow(key, name, workflow, position, document, createdAt, createdBy, progress);
  }

  /** The same with another name. */
  public ScheduleRow named(String changed) {
    return new ScheduleRow(
        key, changed, workflow, position, document, createdAt, createdBy, progress);
  }
}
