package dev.workflow.memory;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.FindingRows;
import dev.workflow.spi.store.InstanceKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryFindings implements FindingRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryFindings(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public void put(FindingRow row) {
    undo.put(tables.findings, key(row), row);
  }

  @Override
  public void replace(List<FindingRow> rows) {
    rows.stream().filter(row -> tables.findings.containsKey(key(row))).forEach(this::put);
  }

  private static Tables.FindingKey key(FindingRow row) {
    return new Tables.FindingKey(row.tenant(), row.id().toString());
  }

  private Stream<FindingRow> of(TenantId tenant) {
    return tables.findings.values().stream().filter(row -> row.tenant().equals(tenant));
  }

  @Override
  public void settle(InstanceKey instance, String step, String kind, Instant at) {
    settle(
        of(instance.tenant())
            .filter(row -> instance.id().equals(row.instance()) && step.equals(row.step())),
        kind,
        at);
  }

  @Override
  public void settle(TenantId tenant, String workflow, String kind, Instant at) {
    settle(
        of(tenant).filter(row -> row.instance() == null && workflow.equals(row.workflow())),
        kind,
        at);
  }

  private void settle(Stream<FindingRow> rows, String kind, Instant at) {
    rows.filter(row -> row.kind().equals(kind) && row.settledAt() == null)
        .toList()
        .forEach(
            row ->
                put(
                    new FindingRow(
                        row.tenant(),
                        row.id(),
                        row.kind(),
                        row.instance(),
                        row.step(),
                        row.workflow(),
                        row.subject(),
                        row.since(),
                        at,
                        row.evidence())));
  }

  @Override
  public int purge(TenantId tenant, Instant settledBefore, int limit) {
    return remove(
        of(tenant)
            .filter(row -> row.settledAt() != null && row.settledAt().isBefore(settledBefore))
            .filter(row -> !MemoryHolds.held(tables, tenant, row.subject())),
        limit);
  }

  @Override
  public int removeAbout(TenantId tenant, SubjectRef subject, int limit) {
    return remove(of(tenant).filter(row -> subject.equals(row.subject())), limit);
  }

  private int remove(Stream<FindingRow> rows, int limit) {
    List<FindingRow> some = rows.limit(limit).toList();
    some.forEach(row -> undo.remove(tables.findings, key(row)));
    return some.size();
  }

  @Override
  public List<FindingRow> list(
      TenantId tenant,
      @Nullable Boolean settled,
      @Nullable String kind,
      @Nullable InstanceId instance,
      @Nullable UUID after,
      int limit) {
    return of(tenant)
        .filter(row -> settled == null || settled == (row.settledAt() != null))
        .filter(row -> kind == null || kind.equals(row.kind()))
        .filter(row -> instance == null || Objects.equals(instance, row.instance()))
        .filter(row -> after == null || row.id().toString().compareTo(after.toString()) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public Map<String, Long> count(TenantId tenant) {
    return of(tenant)
        .filter(row -> row.settledAt() == null)
        .collect(Collectors.groupingBy(FindingRow::kind, Collectors.counting()));
  }

  /** Those of an instance go with it. */
  void remove(InstanceKey instance) {
    of(instance.tenant())
        .filter(row -> instance.id().equals(row.instance()))
        .toList()
        .forEach(row -> undo.remove(tables.findings, key(row)));
  }
}
