package dev.workflow.internal.service;

import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.operations.Findings;
import dev.workflow.spi.store.FindingRows.FindingRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

public final class FindingService implements Findings {

  private static final String CURSOR = "findings";

  private static final int MOST_WATCHED = 1_000;

  private final Transactions transactions;
  private final Consumer<TenantId> watching;

  /**
   * @param watching looks at a tenant
   */
  public FindingService(Transactions transactions, Consumer<TenantId> watching) {
    this.transactions = transactions;
    this.watching = watching;
  }

  @Override
  public List<Finding> look(TenantId tenant) {
    transactions.engine().tenant(tenant);
    watching.accept(tenant);
    List<Finding> open = new ArrayList<>();
    for (Kind kind : Kind.watched()) {
      open.addAll(list(tenant, Query.open().withKind(kind), null, MOST_WATCHED).items());
    }
    open.sort(Comparator.comparing(Finding::since).thenComparing(Finding::id));
    return open;
  }

  @Override
  public Page<Finding> list(TenantId tenant, Query query, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    int most = Cursors.limit(limit);
    String kind = query.kind() == null ? null : query.kind().name();
    UUID after =
        cursor == null ? null : Cursors.read(CURSOR, cursor, 1, parts -> UUID.fromString(parts[0]));
    List<FindingRow> rows =
        transactions.transact(
            transaction ->
                transaction
                    .findings()
                    .list(tenant, query.settled(), kind, query.instance(), after, most));
    return new Page<>(
        rows.stream().map(FindingService::finding).toList(),
        Cursors.next(rows, most, row -> Cursors.of(CURSOR, row.id().toString())));
  }

  private static Finding finding(FindingRow row) {
    return new Finding(
        row.id(),
        Kind.of(row.kind()),
        row.instance(),
        row.step(),
        row.workflow(),
        row.subject(),
        row.since(),
        row.settledAt(),
        Json.read(row.evidence()));
  }

  @Override
  public Map<Kind, Long> count(TenantId tenant) {
    transactions.engine().tenant(tenant);
    Map<String, Long> counts =
        transactions.transact(transaction -> transaction.findings().count(tenant));
    Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
    counts.forEach((kind, count) -> byKind.merge(Kind.of(kind), count, Long::sum));
    return byKind;
  }
}
