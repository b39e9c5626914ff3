package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StatisticsRows;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** What is to be counted, and what it was counted to. */
final class MemoryStatistics implements StatisticsRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryStatistics(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public void addFacts(List<String> bodies) {
    for (String body : bodies) {
      long id = tables.lastFact.incrementAndGet();
      undo.put(tables.facts, id, new Facts(id, body));
    }
  }

  /** Transactions run one at a time. */
  @Override
  public boolean lockCounting() {
    return true;
  }

  @Override
  public List<Facts> facts(long after, int limit) {
    return tables.facts.tailMap(after, false).values().stream().limit(limit).toList();
  }

  @Override
  public void removeFacts(List<Facts> counted) {
    for (Facts facts : counted) {
      if (undo.remove(tables.facts, facts.id()) == null) {
        throw new StaleWriteException();
      }
    }
  }

  @Override
  public List<Rollup> find(Collection<Key> keys) {
    return keys.stream().map(tables.rollups::get).filter(Objects::nonNull).toList();
  }

  @Override
  public void insert(List<Rollup> rollups) {
    rollups.forEach(rollup -> undo.put(tables.rollups, rollup.key(), rollup));
  }

  @Override
  public void update(List<Rollup> rollups) {
    insert(rollups);
  }

  @Override
  public List<Rollup> read(Selection selection, List<Range> ranges) {
    return tables.rollups.values().stream()
        .filter(rollup -> fits(rollup.key(), selection))
        .filter(rollup -> ranges.stream().anyMatch(range -> in(rollup.key(), range)))
        .toList();
  }

  private static boolean fits(Key key, Selection selection) {
    return key.tenant().equals(selection.tenant())
        && key.workflow().equals(selection.workflow())
        && key.kind().equals(selection.kind())
        && (selection.version() == null || key.version() == selection.version())
        && (selection.prefix() == null || key.name().startsWith(selection.prefix()));
  }

  private static boolean in(Key key, Range range) {
    return key.span().equals(range.span())
        && !key.from().isBefore(range.from())
        && key.from().isBefore(range.to());
  }

  @Override
  public int purge(TenantId tenant, Instant before, String exceptSpan, int limit) {
    List<Key> old =
        tables.rollups.keySet().stream()
            .filter(key -> key.tenant().equals(tenant) && key.from().isBefore(before))
            .filter(key -> !key.span().equals(exceptSpan))
            .limit(limit)
            .toList();
    old.forEach(key -> undo.remove(tables.rollups, key));
    return old.size();
  }
}
