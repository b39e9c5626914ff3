package dev.workflow.decision.internal;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Kind;
import dev.workflow.decision.Decision.Verdict;
import dev.workflow.decision.Decisions.Query;
import dev.workflow.definition.Trigger;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.input.Feed;
import dev.workflow.internal.input.Feed.Part;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows.EventFilter;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The decisions about events, newest first. */
final class EventDecisions {

  private static final String LIST = "events";
  private static final int AT_ONCE = 50;

  /** Those that stand in the receipt of an event, and nowhere else. */
  private static final Set<Verdict> OF_RECEIPTS =
      EnumSet.of(Verdict.MATCHED, Verdict.BROKEN, Verdict.LIMITED);

  private final Transactions transactions;
  private final TenantId tenant;
  private final Query query;
  private final Actor viewer;

  EventDecisions(Transactions transactions, TenantId tenant, Query query, Actor viewer) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.query = query;
    this.viewer = viewer;
  }

  Part<Found> read(@Nullable String place) {
    boolean asked =
        query.kinds().isEmpty()
            || query.kinds().contains(Kind.START)
            || query.kinds().contains(Kind.WAIT);
    return asked ? transactions.transact(transaction -> read(transaction, place)) : Part.nothing();
  }

  private Part<Found> read(StoreTransaction transaction, @Nullable String place) {
    PastCandidates candidates =
        new PastCandidates(transactions.engine(), transaction, tenant, viewer);
    Set<String> types = types(candidates.past());
    if (query.workflow() != null && types.isEmpty()) {
      return Part.nothing();
    }
    EventFilter filter =
        new EventFilter(
            tenant,
            query.from() == null ? Limits.EARLIEST : Limits.nearest(query.from()),
            query.to() == null ? Limits.LATEST : Limits.nearest(query.to()),
            query.subject(),
            types,
            !query.verdicts().isEmpty() && OF_RECEIPTS.containsAll(query.verdicts()));
    EventRow before = place == null ? null : Cursors.read(LIST, place, 2, this::row);
    List<EventRow> rows = transaction.events().list(filter, before, AT_ONCE);
    int most = transactions.engine().options().decisions().most();
    List<Found> found = new ArrayList<>();
    int looked = 0;
    EventRow last = null;
    for (EventRow row : rows) {
      for (Decision decision : candidates.of(row, query.workflow(), most)) {
        if (fits(decision)) {
          found.add(Found.of(decision));
        }
      }
      last = row;
      looked++;
      if (looked + candidates.asked() >= Feed.MOST_LOOKED_AT) {
        break;
      }
    }
    boolean more = last != null && (rows.size() == AT_ONCE || looked < rows.size());
    return new Part<>(found, more ? place(last) : null, looked + candidates.asked());
  }

  private static @Nullable String place(@Nullable EventRow row) {
    return row == null ? null : Cursors.of(LIST, row.acceptedAt().toString(), row.id());
  }

  private EventRow row(String[] parts) {
    return EventRow.place(tenant, parts[1], Cursors.time(parts[0]));
  }

  /** The types of events that any version of the workflow had triggers for; empty: all. */
  private Set<String> types(PastWorkflows past) {
    Set<String> types = new TreeSet<>();
    String key = query.workflow();
    if (key != null) {
      for (DefinitionRow row : past.versions(key)) {
        try {
          past.tree(WorkflowRef.of(key, row.version())).definition().triggers().stream()
              .filter(Trigger.OnEvent.class::isInstance)
              .forEach(trigger -> types.add(((Trigger.OnEvent) trigger).event()));
        } catch (StoreException e) {
          throw e;
        } catch (WorkflowException e) {
          // a version of a newer release: what it is triggered by is not known here
        }
      }
    }
    return types;
  }

  private boolean fits(Decision decision) {
    Instant at = decision.at();
    return (query.kinds().isEmpty() || query.kinds().contains(decision.kind()))
        && (query.verdicts().isEmpty() || query.verdicts().contains(decision.verdict()))
        && (query.to() == null || at.isBefore(query.to()));
  }
}
