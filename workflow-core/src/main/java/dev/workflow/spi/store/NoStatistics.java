package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Of a store that keeps no statistics: nothing is counted. */
final class NoStatistics implements StatisticsRows {

  static final StatisticsRows INSTANCE = new NoStatistics();

  private NoStatistics() {}

  private static UnsupportedOperationException refusal() {
    return NotKept.refusal("statistics");
  }

  @Override
  public boolean areKept() {
    return false;
  }

  @Override
  public void addFacts(List<String> bodies) {
    throw refusal();
  }

  @Override
  public boolean lockCounting() {
    return false;
  }

  @Override
  public List<Facts> facts(long after, int limit) {
    return List.of();
  }

  @Override
  public void removeFacts(List<Facts> counted) {
    throw refusal();
  }

  @Override
  public List<Rollup> find(Collection<Key> keys) {
    return List.of();
  }

  @Override
  public void insert(List<Rollup> rollups) {
    throw refusal();
  }

  @Override
  public void update(List<Rollup> rollups) {
    throw refusal();
  }

  @Override
  public List<Rollup> read(Selection selection, List<Range> ranges) {
    return List.of();
  }

  @Override
  public int purge(TenantId tenant, Instant before, String exceptSpan, int limit) {
    return 0;
  }
}
