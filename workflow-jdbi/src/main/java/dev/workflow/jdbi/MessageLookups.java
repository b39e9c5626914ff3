package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.DueLanes;
import dev.workflow.spi.store.MessageRows.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the dispatcher does with many messages at a time: with arrays, each in one statement; with
 * lists, in batches.
 */
sealed interface MessageLookups permits ArrayMessages, ListMessages {

  /** See {@link dev.workflow.spi.store.MessageRows#claim(Instant, Instant, int)}. */
  List<MessageRow> claim(Instant now, Instant leaseUntil, int limit);

  /** See {@link dev.workflow.spi.store.MessageRows#dueLanes}. */
  DueLanes dueLanes(Instant now, @Nullable Lane after);

  /** See {@link dev.workflow.spi.store.MessageRows#claim(Instant, Instant, Map)}. */
  List<MessageRow> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares);

  /** See {@link dev.workflow.spi.store.MessageRows#update}. */
  List<MessageRow> update(List<MessageRow> rows);

  /** See {@link dev.workflow.spi.store.MessageRows#renew}. */
  int renew(List<MessageRow> rows, Instant leaseUntil);

  /**
   * A lane on the way round.
   *
   * @param busy whether it has due messages
   */
  record Visited(Lane lane, boolean busy) {

    static Visited of(ResultSet row) throws SQLException {
      return new Visited(
          new Lane(row.getString("channel"), TenantId.of(row.getString("tenant_id"))),
          row.getBoolean("busy"));
    }
  }

  /**
   * @param visit how many lanes are visited unless there are no more
   */
  static DueLanes part(List<Visited> visited, int visit) {
    return new DueLanes(
        visited.stream().filter(Visited::busy).map(Visited::lane).toList(),
        visited.size() < visit ? null : visited.get(visited.size() - 1).lane());
  }
}
