package dev.workflow.decision.internal;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Kind;
import dev.workflow.decision.Decisions.Query;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.input.Feed.Part;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.InstanceRows.JournalPlace;
import dev.workflow.spi.store.InstanceRows.LogFilter;
import dev.workflow.spi.store.InstanceRows.LogRow;
import dev.workflow.spi.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decisions about steps and instances, newest first: the journals of a tenant are gone through
 * back in time, in windows that get longer where little happens.
 */
final class JournalDecisions {

  private static final String LIST = "journals";
  private static final int AT_ONCE = 200;
  private static final Duration FIRST_WINDOW = Duration.ofHours(1);
  private static final Set<Kind> OF_JOURNALS = Set.of(Kind.values());

  private final Transactions transactions;
  private final TenantId tenant;
  private final Query query;
  private final BranchReasons reasons;
  private final boolean masked;
  private final Map<WorkflowRef, Optional<StepTree>> trees = new HashMap<>();
  private final LogFilter filter;

  JournalDecisions(Transactions transactions, TenantId tenant, Query query, Actor viewer) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.query = query;
    this.reasons = new BranchReasons(transactions, tenant);
    this.masked = transactions.engine().fields().concern(viewer);
    this.filter =
        new LogFilter(
            tenant,
            query.from() == null ? Limits.EARLIEST : Limits.nearest(query.from()),
            query.to() == null ? Limits.LATEST : Limits.nearest(query.to()),
            query.workflow(),
            null,
            query.subject());
  }

  Part<Found> read(@Nullable String at) {
    if (!query.kinds().isEmpty() && Collections.disjoint(query.kinds(), OF_JOURNALS)) {
      return Part.nothing();
    }
    JournalPlace before = at == null ? null : Cursors.read(LIST, at, 3, JournalDecisions::place);
    Instant end = before == null ? newest() : before.at().plusNanos(1_000);
    Duration window = FIRST_WINDOW;
    while (end.isAfter(filter.from())) {
      Instant begin = filter.subject() == null ? begin(end, window) : filter.from();
      List<LogRow> rows = rows(begin, end, before);
      if (!rows.isEmpty()) {
        boolean more = rows.size() == AT_ONCE || begin.isAfter(filter.from());
        JournalPlace last = rows.get(rows.size() - 1).row().place();
        return new Part<>(found(rows), more ? place(last) : null, rows.size());
      }
      end = begin;
      window = window.multipliedBy(2);
    }
    return Part.nothing();
  }

  private List<LogRow> rows(Instant begin, Instant end, @Nullable JournalPlace before) {
    return transactions.transact(
        transaction -> transaction.instances().log(filter.between(begin, end), before, AT_ONCE));
  }

  private static String place(JournalPlace place) {
    return Cursors.of(
        LIST, place.at().toString(), place.instance().toString(), String.valueOf(place.seq()));
  }

  private static JournalPlace place(String[] parts) {
    return new JournalPlace(
        Cursors.time(parts[0]), InstanceId.parse(parts[1]), Integer.parseInt(parts[2]));
  }

  /** Nothing has happened after now; a node whose clock is ahead may have written a bit later. */
  private Instant newest() {
    Instant soon = transactions.engine().now().plus(Duration.ofMinutes(5));
    return filter.to().isBefore(soon) ? filter.to() : soon;
  }

  private Instant begin(Instant end, Duration window) {
    return Duration.between(filter.from(), end).compareTo(window) < 0
        ? filter.from()
        : end.minus(window);
  }

  private List<Found> found(List<LogRow> rows) {
    List<Found> found = new ArrayList<>();
    for (LogRow row : rows) {
      List<Found> ofRow = new ArrayList<>();
      JournalReader reader = new JournalReader(row, tree(row.workflow()).orElse(null));
      List<Transition> transitions = transitions(row);
      for (int i = 0; i < transitions.size(); i++) {
        Decision told = reader.decision(transitions.get(i));
        Decision decision = told == null || !masked ? told : WithoutValues.of(told);
        if (decision != null && fits(decision)) {
          boolean branch = decision.kind() == Kind.BRANCH && reader.choosesCase(transitions.get(i));
          ofRow.add(
              branch && !masked
                  ? new Found(decision, reasons.of(row, i, decision.because()))
                  : Found.of(decision));
        }
      }
      Collections.reverse(ofRow);
      found.addAll(ofRow);
    }
    return found;
  }

  /** What this release cannot read tells nothing; the log says so. */
  private static List<Transition> transitions(LogRow row) {
    try {
      return TransitionJson.read(row.row().entry().body(), row.row().entry().at());
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private Optional<StepTree> tree(WorkflowRef workflow) {
    return trees.computeIfAbsent(
        workflow,
        version -> {
          try {
            return Optional.of(
                transactions.transact(
                    transaction ->
                        transactions.engine().workflows().tree(transaction, tenant, version)));
          } catch (StoreException e) {
            throw e;
          } catch (WorkflowException e) {
            return Optional.empty();
          }
        });
  }

  private boolean fits(Decision decision) {
    return (query.kinds().isEmpty() || query.kinds().contains(decision.kind()))
        && (query.verdicts().isEmpty() || query.verdicts().contains(decision.verdict()));
  }
}
