package dev.workflow.spi.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One durable step forward of one instance. Applied wholly or not at all.
 *
 * <ul>
 *   <li>{@link Kind#INSERT}: {@code row} is new.
 *   <li>{@link Kind#APPEND}: only the journal grows; the row is not touched. Fenced by {@code
 *       expectedRevision}.
 *   <li>{@link Kind#UPDATE}: {@code row.progress()} replaces the stored one and the stored revision
 *       becomes {@code expectedRevision + 1}. Fenced by {@code expectedRevision}.
 * </ul>
 *
 * @param expectedRevision the revision the writer knows; if the stored one differs, or the journal
 *     already holds the entry's seq, the change is fenced out and nothing of it is written
 * @param entry null: the journal does not grow
 */
public record InstanceChange(
    Kind kind,
    InstanceRow row,
    long expectedRevision,
    @Nullable JournalEntry entry,
    SideRows side) {

  /** What is written. */
  public enum Kind {
    INSERT,
    APPEND,
    UPDATE
  }

  public InstanceKey key() {
    return row.key();
  }

  /**
   * Rows that belong to the instance and change with it.
   *
   * @param subscriptionsRemoved step keys whose subscription rows go
   * @param tasksRemoved step keys whose task rows go
   * @param messagesCanceledAt cancels every message of this instance that is still pending (before
   *     {@code messages} are added), at this time, but for the carriers of digests, which have
   *     messages of others in them; null: cancels none
   * @param facts what {@link StatisticsRows} are to get if the change is written; null: nothing
   */
  public record SideRows(
      List<EventSubscriptionRow> subscriptionsAdded,
      List<String> subscriptionsRemoved,
      List<TaskRow> tasksPut,
      List<String> tasksRemoved,
      List<MessageRow> messages,
      @Nullable Instant messagesCanceledAt,
      @Nullable String facts) {

    public static final SideRows NONE =
        new SideRows(List.of(), List.of(), List.of(), List.of(), List.of(), null);

    /** Without facts. */
    public SideRows(
        List<EventSubscriptionRow> subscriptionsAdded,
        List<String> subscriptionsRemoved,
        List<TaskRow> tasksPut,
        List<String> tasksRemoved,
        List<MessageRow> messages,
        @Nullable Instant messagesCanceledAt) {
      this(
          subscriptionsAdded,
          subscriptionsRemoved,
          tasksPut,
          tasksRemoved,
          messages,
          messagesCanceledAt,
          null);
    }

    /** The same with other messages. */
    public SideRows withMessages(List<MessageRow> others, @Nullable Instant canceledAt) {
      return new SideRows(
          subscriptionsAdded,
          subscriptionsRemoved,
          tasksPut,
          tasksRemoved,
          others,
          canceledAt,
          facts);
    }

    /** The same with facts. */
    public SideRows withFacts(@Nullable String counted) {
      return new SideRows(
          subscriptionsAdded,
          subscriptionsRemoved,
          tasksPut,
          tasksRemoved,
          messages,
          messagesCanceledAt,
          counted);
    }

    /** Whether there are no rows but facts. */
    public boolean isEmpty() {
      return subscriptionsAdded.isEmpty()
          && subscriptionsRemoved.isEmpty()
          && tasksPut.isEmpty()
          && tasksRemoved.isEmpty()
          && messages.isEmpty()
          && messagesCanceledAt == null;
    }
  }
}
