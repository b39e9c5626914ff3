package dev.workflow.statistics.internal;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.StatisticsRows.Range;
import dev.workflow.spi.store.StatisticsRows.Rollup;
import dev.workflow.spi.store.StatisticsRows.Selection;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.internal.fact.Figure;
import dev.workflow.statistics.internal.fact.Kind;
import dev.workflow.statistics.internal.fact.Span;
import dev.workflow.statistics.internal.fact.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

public final class StatisticsService implements Statistics {

  private static final int MOST_PORTIONS = 400;
  private static final int PURGED_AT_ONCE = 1_000;

  private final Transactions transactions;
  private final Counting counting;

  public StatisticsService(Transactions transactions) {
    this.transactions = transactions;
    this.counting = new Counting(transactions.engine().store());
  }

  /** The figures of a name in each period in which it has some. */
  @FunctionalInterface
  private interface Line<F> {
    F of(Period period, String name, Tally tally);
  }

  @Override
  public List<RunFigures> runs(Query query) {
    Periods periods = asked(query);
    Selection runs = selection(query, Kind.RUN, null);
    Tally before = new Tally();
    List<Tally> tallies = new ArrayList<>();
    periods.all().forEach(period -> tallies.add(new Tally()));
    read(runs, periods.before()).forEach(rollup -> before.add(figures(rollup)));
    for (Rollup rollup : read(runs, periods.ranges())) {
      tallies.get(periods.of(rollup.key().from())).add(rollup.body());
    }
    long running = running(before);
    List<RunFigures> lines = new ArrayList<>();
    for (int i = 0; i < periods.size(); i++) {
      Tally tally = tallies.get(i);
      running += running(tally);
      lines.add(
          new RunFigures(
              periods.all().get(i),
              tally.get(Figure.BEGUN),
              tally.get(Figure.COMPLETED),
              tally.get(Figure.EXITED),
              tally.get(Figure.FAILED),
              tally.get(Figure.CANCELED),
              tally.get(Figure.RETRIED),
              running,
              times(tally)));
    }
    return lines;
  }

  /** The figures of a rollup without its times. */
  private static String figures(Rollup rollup) {
    int end = rollup.body().indexOf(';');
    return end < 0 ? rollup.body() : rollup.body().substring(0, end);
  }

  private static long running(Tally tally) {
    return tally.get(Figure.BEGUN)
        + tally.get(Figure.CAME)
        - tally.get(Figure.LEFT)
        - tally.get(Figure.COMPLETED)
        - tally.get(Figure.EXITED)
        - tally.get(Figure.FAILED)
        - tally.get(Figure.CANCELED);
  }

  @Override
  public List<StepFigures> steps(Query query) {
    named(query);
    return lines(query, Kind.STEP, null, StatisticsService::step);
  }

  @Override
  public List<StepFigures> actions(Query query) {
    return lines(query, Kind.ACTION, null, StatisticsService::step);
  }

  private static StepFigures step(Period period, String name, Tally tally) {
    return new StepFigures(
        period,
        name,
        tally.get(Figure.BEGUN),
        tally.get(Figure.COMPLETED),
        tally.get(Figure.SKIPPED),
        tally.get(Figure.FAILED),
        tally.get(Figure.WAITED),
        tally.get(Figure.ATTEMPTED),
        times(tally));
  }

  @Override
  public List<ArmFigures> arms(Query query, String split, Set<Outcome> success) {
    named(query);
    if (success.isEmpty() || success.contains(Outcome.CANCELED)) {
      throw wrong("The set of successes", "needs one or more of COMPLETED, EXITED and FAILED");
    }
    String prefix = split + "/";
    List<ArmFigures> lines = new ArrayList<>();
    tallies(query, Kind.ARM, prefix)
        .forEach(
            (period, arms) -> {
              long all = arms.values().stream().mapToLong(arm -> arm.get(Figure.BEGUN)).sum();
              ArmFigures first = null;
              for (Map.Entry<String, Tally> arm : arms.entrySet()) {
                ArmFigures line =
                    arm(
                        period,
                        arm.getKey().substring(prefix.length()),
                        arm.getValue(),
                        all,
                        success,
                        first);
                first = first == null ? line : first;
                lines.add(line);
              }
            });
    return lines;
  }

  private static ArmFigures arm(
      Period period,
      String name,
      Tally tally,
      long all,
      Set<Outcome> success,
      @Nullable ArmFigures first) {
    long completed = tally.get(Figure.COMPLETED);
    long exited = tally.get(Figure.EXITED);
    long failed = tally.get(Figure.FAILED);
    long taken = tally.get(Figure.BEGUN);
    long successes =
        (success.contains(Outcome.COMPLETED) ? completed : 0)
            + (success.contains(Outcome.EXITED) ? exited : 0)
            + (success.contains(Outcome.FAILED) ? failed : 0);
    return new ArmFigures(
        period,
        name,
        taken,
        all == 0 ? 0 : (double) taken / all,
        completed,
        exited,
        failed,
        tally.get(Figure.CANCELED),
        successes,
        first == null ? null : difference(successes, completed + exited + failed, first));
  }

  private static @Nullable Difference difference(long successes, long of, ArmFigures first) {
    long ofFirst = first.completed() + first.exited() + first.failed();
    return of <= 0 || ofFirst <= 0
        ? null
        : Newcombe.difference(successes, of, first.successes(), ofFirst);
  }

  @Override
  public List<ChannelFigures> channels(Query query) {
    if (query.version() != null) {
      throw wrong("The question", "is for one version; messages know the workflow alone");
    }
    return lines(
        query,
        Kind.CHANNEL,
        null,
        (period, name, tally) ->
            new ChannelFigures(
                period,
                name,
                tally.get(Figure.SENT),
                tally.get(Figure.DELIVERED),
                tally.get(Figure.READ),
                tally.get(Figure.FAILED),
                tally.get(Figure.SUPPRESSED)));
  }

  @Override
  public List<PersonFigures> people(Query query) {
    return lines(
        query,
        Kind.PERSON,
        null,
        (period, name, tally) ->
            new PersonFigures(
                period,
                name,
                tally.get(Figure.BEGUN),
                tally.get(Figure.COMPLETED),
                tally.get(Figure.FAILED),
                tally.get(Figure.SKIPPED),
                times(tally)));
  }

  private <F> List<F> lines(Query query, Kind kind, @Nullable String prefix, Line<F> line) {
    List<F> lines = new ArrayList<>();
    tallies(query, kind, prefix)
        .forEach(
            (period, names) ->
                names.forEach((name, tally) -> lines.add(line.of(period, name, tally))));
    return lines;
  }

  /** By period, and by name in it. */
  private Map<Period, Map<String, Tally>> tallies(Query query, Kind kind, @Nullable String prefix) {
    Periods periods = asked(query);
    Map<Period, Map<String, Tally>> tallies =
        new TreeMap<>(java.util.Comparator.comparing(Period::from));
    for (Rollup rollup : read(selection(query, kind, prefix), periods.ranges())) {
      tallies
          .computeIfAbsent(
              periods.all().get(periods.of(rollup.key().from())), period -> new TreeMap<>())
          .computeIfAbsent(rollup.key().name(), name -> new Tally())
          .add(rollup.body());
    }
    return tallies;
  }

  private static Selection selection(Query query, Kind kind, @Nullable String prefix) {
    return new Selection(
        query.tenant(),
        query.workflow() == null ? "" : query.workflow(),
        query.version(),
        kind.code(),
        prefix);
  }

  private List<Rollup> read(Selection selection, List<Range> ranges) {
    return ranges.isEmpty()
        ? List.of()
        : transactions.transact(transaction -> transaction.statistics().read(selection, ranges));
  }

  /** Counts what is left to count, within limits. */
  private Periods asked(Query query) {
    transactions.engine().tenant(query.tenant());
    if (query.version() != null && query.workflow() == null) {
      throw wrong("The question", "is for a version of no workflow; name the workflow too");
    }
    Periods periods = Periods.of(query);
    for (int i = 0; i < MOST_PORTIONS && counting.count() == Counting.PORTION; i++) {
      // the next portion
    }
    return periods;
  }

  private static void named(Query query) {
    if (query.workflow() == null) {
      throw wrong("The question", "is for all workflows; steps are those of one: name it");
    }
  }

  private static InvalidInputException wrong(String what, String problem) {
    return new InvalidInputException(what, List.of(new Problem("", problem)));
  }

  private static @Nullable Times times(Tally tally) {
    return tally.timed() == 0
        ? null
        : new Times(
            tally.timed(),
            Objects.requireNonNull(tally.mean(), "some were timed"),
            percentile(tally, 50),
            percentile(tally, 90),
            percentile(tally, 95),
            percentile(tally, 99));
  }

  private static Duration percentile(Tally tally, double percent) {
    return Objects.requireNonNull(tally.percentile(percent), "some were timed");
  }

  @Override
  public long purge(TenantId tenant, Instant before, LongConsumer progress) {
    transactions.engine().tenant(tenant);
    Instant month = Span.MONTH.floor(Limits.nearest(before));
    long removed = 0;
    int some;
    do {
      some =
          transactions.transact(
              transaction ->
                  transaction.statistics().purge(tenant, month, Span.MONTH.code(), PURGED_AT_ONCE));
      removed += some;
      progress.accept(removed);
    } while (some == PURGED_AT_ONCE);
    return removed;
  }
}
