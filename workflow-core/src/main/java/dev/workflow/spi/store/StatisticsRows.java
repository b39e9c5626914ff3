package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What statistics are made from, until it is counted, and what it was counted to. Facts come in
 * with {@link InstanceChange.SideRows#facts} too.
 */
public interface StatisticsRows {

  /**
   * What happened and is not counted yet, as text that only the engine reads.
   *
   * @param id above 0, in about the order in which they were added
   */
  record Facts(long id, String body) {}

  /**
   * What a rollup is about: one thing, in one span of time.
   *
   * @param workflow its key; empty: all of the tenant
   * @param version of the workflow; 0: of no version
   * @param kind one letter: what {@code name} names
   * @param span one letter: how long it is
   * @param from when it begins
   */
  record Key(
      TenantId tenant,
      String workflow,
      int version,
      String kind,
      String span,
      Instant from,
      String name) {}

  /**
   * A rollup.
   *
   * @param body its figures, as text
   */
  record Rollup(Key key, String body) {}

  /**
   * Rollups of the same span that follow each other.
   *
   * @param to the first moment after them
   */
  record Range(String span, Instant from, Instant to) {}

  /**
   * Which rollups to read; null parts do not filter.
   *
   * @param prefix how their names begin
   */
  record Selection(
      TenantId tenant,
      String workflow,
      @Nullable Integer version,
      String kind,
      @Nullable String prefix) {}

  /** Whether the store keeps statistics. */
  default boolean areKept() {
    return true;
  }

  /** Adds facts. Waits for nobody. */
  void addFacts(List<String> bodies);

  /**
   * Whether this transaction alone counts until it ends: it does not wait for another one that
   * does.
   */
  boolean lockCounting();

  /**
   * Facts of all tenants in the order of their ids.
   *
   * @param after the id of the last one that is known; 0: from the first
   */
  List<Facts> facts(long after, int limit);

  /**
   * Removes facts that this transaction has counted.
   *
   * @throws StaleWriteException if somebody else has removed one: the transaction can only be
   *     rolled back
   */
  void removeFacts(List<Facts> counted);

  /** Those rollups that there are. */
  List<Rollup> find(Collection<Key> keys);

  /** Adds rollups that are not there. */
  void insert(List<Rollup> rollups);

  /** Replaces the figures of rollups that are there. */
  void update(List<Rollup> rollups);

  /** The rollups of ranges that do not overlap, in no order. */
  List<Rollup> read(Selection selection, List<Range> ranges);

  /**
   * Removes rollups of a tenant that begin before a time, but for those of one span.
   *
   * @return how many; fewer than {@code limit}: there are no more
   */
  int purge(TenantId tenant, Instant before, String exceptSpan, int limit);
}
