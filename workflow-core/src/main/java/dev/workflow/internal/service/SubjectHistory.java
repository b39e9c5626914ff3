package dev.workflow.internal.service;

import dev.workflow.History.Order;
import dev.workflow.InstanceId;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.spi.store.InstanceRows.JournalPlace;
import dev.workflow.spi.store.InstanceRows.JournalRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The history of all instances about a subject, in pages. A journal entry may hold more acts than a
 * page: a cursor names the entry and how many of its acts were shown.
 */
final class SubjectHistory {

  /** Where a page of large entries ends. */
  private static final long MOST_CHARACTERS = 4_194_304;

  /** How many journal entries are read at once. */
  private static final int AT_ONCE = 100;

  private final Transactions transactions;
  private final TenantId tenant;
  private final SubjectRef subject;
  private final Order order;

  SubjectHistory(Transactions transactions, TenantId tenant, SubjectRef subject, Order order) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.subject = subject;
    this.order = order;
  }

  /**
   * Where a page begins.
   *
   * @param shown how many acts of the entry were on pages before
   */
  private record Start(JournalPlace place, int shown) {}

  Page<HistoryEntry> page(@Nullable String cursor, int limit) {
    int most = Cursors.limit(limit);
    Start start = cursor == null ? null : Cursors.read(list(), cursor, 4, SubjectHistory::start);
    List<HistoryEntry> page = new ArrayList<>();
    long large = 0;
    while (true) {
      List<JournalRow> rows = read(start == null ? null : start.place());
      for (JournalRow row : rows) {
        List<HistoryEntry> acts = acts(row);
        int begin = start != null && start.place().equals(row.place()) ? start.shown() : 0;
        int end = Math.min(acts.size(), begin + most - page.size());
        page.addAll(acts.subList(Math.min(begin, end), end));
        start = new Start(row.place(), Math.max(begin, end));
        large += row.entry().body().length();
        if (page.size() == most || large > MOST_CHARACTERS) {
          return new Page<>(page, Optional.of(cursor(start)));
        }
      }
      if (rows.size() < AT_ONCE) {
        return new Page<>(page, Optional.empty());
      }
    }
  }

  private List<JournalRow> read(@Nullable JournalPlace from) {
    boolean newestFirst = order == Order.NEWEST_FIRST;
    return transactions.transact(
        transaction ->
            transaction.instances().journal(tenant, subject, from, newestFirst, AT_ONCE));
  }

  private List<HistoryEntry> acts(JournalRow row) {
    List<HistoryEntry> acts = new ArrayList<>(HistoryEntries.of(row));
    if (order == Order.NEWEST_FIRST) {
      Collections.reverse(acts);
    }
    return acts;
  }

  /** Cursors of one direction are none of the other, and of one subject none of another. */
  private String list() {
    return "history:" + order + ":" + Integer.toHexString(subject.hashCode());
  }

  private String cursor(Start start) {
    return Cursors.of(
        list(),
        start.place().at().toString(),
        start.place().instance().toString(),
        String.valueOf(start.place().seq()),
        String.valueOf(start.shown()));
  }

  private static Start start(String[] parts) {
    return new Start(
        new JournalPlace(
            Cursors.time(parts[0]), InstanceId.parse(parts[1]), Integer.parseInt(parts[2])),
        Integer.parseInt(parts[3]));
  }
}
