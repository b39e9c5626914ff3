package dev.workflow.internal.service;

import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.Step;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Limits;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.spi.store.InstanceRows.JournalPlace;
import dev.workflow.spi.store.InstanceRows.LogFilter;
import dev.workflow.spi.store.InstanceRows.LogRow;
import dev.workflow.spi.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Walks back in time, in windows that get longer where little happens: so that a page of the newest
 * acts costs no look at all of them.
 */
public final class LogService implements ExecutionLog {

  private static final String LIST = "log";
  private static final int AT_ONCE = 500;
  private static final int MOST_LOOKED_AT = 10_000;
  private static final Duration FIRST_WINDOW = Duration.ofHours(1);

  private final Transactions transactions;

  public LogService(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Where a page goes on.
   *
   * @param shown how many acts of the entry were on pages before, from its end; all: -1
   */
  private record Start(JournalPlace place, int shown) {

    String cursor() {
      return Cursors.of(
          LIST,
          place.at().toString(),
          place.instance().toString(),
          String.valueOf(place.seq()),
          String.valueOf(shown));
    }

    static Start of(String[] parts) {
      return new Start(
          new JournalPlace(
              Instant.parse(parts[0]), InstanceId.parse(parts[1]), Integer.parseInt(parts[2])),
          Integer.parseInt(parts[3]));
    }
  }

  @Override
  public Page<Entry> search(Query query, @Nullable String cursor, int limit) {
    transactions.engine().tenant(query.tenant());
    check(query);
    int most = Cursors.limit(limit);
    Walk walk = new Walk(query);
    Start start = cursor == null ? null : Cursors.read(LIST, cursor, 4, Start::of);
    return walk.page(start, most);
  }

  private static void check(Query query) {
    if (!query.range().from().isBefore(query.range().to())) {
      throw new InvalidInputException(
          "The range",
          List.of(
              new Problem(
                  "",
                  "is empty: it ends at "
                      + query.range().to()
                      + " and begins at "
                      + query.range().from())));
    }
    String text = query.act().text();
    if (text != null && text.isEmpty()) {
      throw new InvalidInputException(
          "The text", List.of(new Problem("", "is empty; leave it out to find every act")));
    }
  }

  @Override
  public long export(Query query, Format format, Appendable sink) throws IOException {
    return export(query, format, sink, page -> page);
  }

  /**
   * The same.
   *
   * @param sight what is written of each page
   */
  public long export(Query query, Format format, Appendable sink, UnaryOperator<Page<Entry>> sight)
      throws IOException {
    LogExport export = new LogExport(format, sink);
    Instant now = transactions.engine().now().plusNanos(1_000);
    Query known =
        query.range().to().isAfter(now) && query.range().from().isBefore(now)
            ? query.between(query.range().from(), now)
            : query;
    long written = 0;
    String cursor = null;
    boolean more = true;
    export.begin();
    while (more) {
      Page<Entry> page = search(known, cursor, 1_000);
      for (Entry entry : sight.apply(page).items()) {
        export.write(entry);
        written++;
      }
      cursor = page.next().orElse(null);
      more = cursor != null;
    }
    return written;
  }

  /** One page. */
  private final class Walk {

    private final Query query;
    private final LogFilter filter;
    private final List<Entry> page = new ArrayList<>();
    private final Map<WorkflowRef, Optional<StepTree>> trees = new HashMap<>();
    private int looked;

    Walk(Query query) {
      this.query = query;
      this.filter =
          new LogFilter(
              query.tenant(),
              Limits.nearest(query.range().from()),
              Limits.nearest(query.range().to()),
              query.about().workflow(),
              query.about().instance(),
              query.about().subject());
    }

    Page<Entry> page(@Nullable Start start, int most) {
      boolean narrow = filter.instance() != null || filter.subject() != null;
      Instant end = start == null ? newest() : start.place().at().plusNanos(1_000);
      Duration window = FIRST_WINDOW;
      Start next = start;
      if (start != null && start.shown() >= 0 && !rest(start, most)) {
        return new Page<>(
            page, Optional.of(new Start(start.place(), start.shown() + most).cursor()));
      }
      while (end.isAfter(filter.from())) {
        Instant begin = narrow ? filter.from() : begin(end, window);
        while (true) {
          List<LogRow> rows = read(begin, end, next == null ? null : next.place());
          for (LogRow row : rows) {
            next = new Start(row.row().place(), -1);
            List<Entry> acts = fitting(row);
            int room = most - page.size();
            page.addAll(acts.subList(0, Math.min(room, acts.size())));
            if (acts.size() > room) {
              return new Page<>(page, Optional.of(new Start(row.row().place(), room).cursor()));
            } else if (page.size() == most) {
              return new Page<>(page, Optional.of(next.cursor()));
            }
          }
          looked += rows.size();
          if (rows.size() < AT_ONCE) {
            break;
          } else if (looked >= MOST_LOOKED_AT && next != null) {
            return new Page<>(page, Optional.of(next.cursor()));
          }
        }
        end = begin;
        window = window.multipliedBy(2);
      }
      return new Page<>(page, Optional.empty());
    }

    /** Nothing has happened after now; a node whose clock is ahead may have written a bit later. */
    private Instant newest() {
      Instant soon = transactions.engine().now().plus(Duration.ofMinutes(5));
      return filter.to().isBefore(soon) ? filter.to() : soon;
    }

    private Instant begin(Instant end, Duration window) {
      Instant begin =
          Duration.between(filter.from(), end).compareTo(window) < 0
              ? filter.from()
              : end.minus(window);
      return begin.isBefore(filter.from()) ? filter.from() : begin;
    }

    private List<LogRow> read(Instant begin, Instant end, @Nullable JournalPlace before) {
      return transactions.transact(
          transaction -> transaction.instances().log(filter.between(begin, end), before, AT_ONCE));
    }

    /**
     * The rest of an entry of which a part was shown.
     *
     * @return whether all of it is on the page
     */
    private boolean rest(Start start, int most) {
      List<LogRow> rows =
          transactions.transact(
              transaction ->
                  transaction
                      .instances()
                      .log(
                          new LogFilter(
                              filter.tenant(),
                              start.place().at(),
                              start.place().at().plusNanos(1_000),
                              null,
                              start.place().instance(),
                              null),
                          null,
                          AT_ONCE));
      for (LogRow row : rows) {
        if (row.row().place().equals(start.place())) {
          List<Entry> acts = fitting(row);
          int from = Math.min(start.shown(), acts.size());
          int to = Math.min(acts.size(), from + most);
          page.addAll(acts.subList(from, to));
          return to == acts.size() && page.size() < most;
        }
      }
      return true;
    }

    private List<Entry> fitting(LogRow row) {
      List<Entry> entries = new ArrayList<>();
      for (HistoryEntry act : HistoryEntries.of(row.row())) {
        Entry entry = entry(row, act);
        if (fits(entry)) {
          entries.add(entry);
        }
      }
      Collections.reverse(entries);
      return entries;
    }

    private Entry entry(LogRow row, HistoryEntry act) {
      String step = LogExport.step(act);
      return new Entry(
          row.workflow(),
          row.subject(),
          step,
          step == null ? null : action(row, step),
          LogExport.outcome(act),
          act);
    }

    private @Nullable String action(LogRow row, String step) {
      StepKey key = StepKey.parse(step);
      return trees
          .computeIfAbsent(row.workflow(), this::tree)
          .filter(tree -> tree.has(key))
          .map(tree -> tree.node(key).step())
          .map(found -> found instanceof Step.Action action ? action.type() : null)
          .orElse(null);
    }

    /** Empty: the version is gone, or cannot be read. */
    private Optional<StepTree> tree(WorkflowRef workflow) {
      try {
        return Optional.of(
            transactions.transact(
                transaction ->
                    transactions.engine().workflows().tree(transaction, query.tenant(), workflow)));
      } catch (StoreException e) {
        throw e;
      } catch (WorkflowException e) {
        return Optional.empty();
      }
    }

    private boolean fits(Entry entry) {
      Act asked = query.act();
      return fits(asked.outcome(), entry.outcome())
          && (asked.step() == null
              || asked.step().equals(entry.step())
              || (entry.step() != null && asked.step().equals(StepKey.parse(entry.step()).id())))
          && fits(asked.action(), entry.action())
          && (asked.actor() == null
              || asked.actor().equals(entry.act().actor())
              || asked.actor().equals(entry.act().onBehalfOf()))
          && (asked.text() == null || contains(entry.act().reason(), asked.text()));
    }

    private boolean fits(@Nullable String asked, @Nullable String has) {
      return asked == null || asked.equals(has);
    }

    private boolean contains(@Nullable String reason, String text) {
      return reason != null
          && reason.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
  }
}
