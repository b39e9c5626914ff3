package dev.workflow.decision.internal;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.condition.NotEvaluableException;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Kind;
import dev.workflow.decision.Decision.Location;
import dev.workflow.decision.Decision.Rule;
import dev.workflow.decision.Decision.Verdict;
import dev.workflow.expression.ExpressionException;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.NearMisses;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why an event did not answer or end instances about its subject that looked for its type: each is
 * put back to the moment before the event came, and asked again.
 */
final class PastMisses {

  /** So many instances about the subject are looked at, the newest. */
  private static final int MOST = 100;

  private final Transactions transactions;
  private final TenantId tenant;

  PastMisses(Transactions transactions, TenantId tenant) {
    this.transactions = transactions;
    this.tenant = tenant;
  }

  List<Decision> of(EventRow row, PublishReceipt receipt) {
    SubjectRef subject = row.subject();
    if (subject == null) {
      return List.of();
    }
    Set<InstanceId> reached = new HashSet<>(receipt.exited());
    receipt.answered().forEach(one -> reached.add(one.instance()));
    receipt.started().forEach(one -> reached.add(one.instance()));
    Map<InstanceKey, InstanceReader.Stored> stored =
        transactions.transact(
            transaction ->
                new InstanceReader(transactions.engine(), transaction)
                    .readable(
                        transaction
                            .instances()
                            .list(Instances.Query.of(tenant).about(subject), null, MOST)
                            .stream()
                            .filter(one -> wasThere(one, row.acceptedAt()))
                            .map(InstanceRow::key)
                            .filter(key -> !reached.contains(key.id()))
                            .toList()));
    Event event = Event.parse(Json.read(row.body()));
    List<Decision> misses = new ArrayList<>();
    stored.forEach((key, one) -> misses.addAll(misses(row, event, key.id(), one)));
    return misses;
  }

  private static boolean wasThere(InstanceRow row, Instant time) {
    Instant ended = row.progress().endedAt();
    return row.origin().createdAt().isBefore(time) && (ended == null || !ended.isBefore(time));
  }

  private List<Decision> misses(
      EventRow row, Event event, InstanceId id, InstanceReader.Stored stored) {
    List<Transition> before = new ArrayList<>();
    for (JournalEntry entry : stored.journal()) {
      if (entry.at().isBefore(row.acceptedAt())) {
        before.addAll(TransitionJson.read(entry.body(), entry.at()));
      }
    }
    InstanceSnapshot then = InstanceSnapshot.draft(stored.snapshot().identity()).after(before);
    if (then.state().ended()) {
      return List.of();
    }
    try {
      return NearMisses.of(
              then, transactions.engine().context(tenant, stored.tree(), row.acceptedAt()), event)
          .stream()
          .map(
              miss ->
                  decision(
                      row,
                      stored,
                      new Location(
                          row.id(), id, miss.step() == null ? null : miss.step().toString()),
                      miss.because()))
          .toList();
    } catch (NotEvaluableException | ExpressionException | IllegalArgumentException e) {
      return List.of(); // the receipt says so
    }
  }

  private static Decision decision(
      EventRow row, InstanceReader.Stored stored, Location location, String because) {
    var identity = stored.snapshot().identity();
    return new Decision(
        row.acceptedAt(),
        location.step() == null ? Kind.EXIT : Kind.WAIT,
        Verdict.NOT_MATCHED,
        identity.workflow(),
        identity.subject(),
        location,
        Rule.CONDITION,
        null,
        because);
  }
}
