package dev.workflow.decision.internal;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Kind;
import dev.workflow.decision.Decision.Location;
import dev.workflow.decision.Decision.Rule;
import dev.workflow.decision.Decision.Verdict;
import dev.workflow.decision.Decisions;
import dev.workflow.internal.engine.Receipts;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.input.Feed;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merges what events and what journals tell. Immutable and thread-safe. */
public final class DecisionService implements Decisions {

  private static final String LIST = "decisions";

  /** So many candidates of one event are asked again, where somebody asks about it alone. */
  private static final int MOST_OF_ONE = 1_000;

  private final Transactions transactions;
  private final Actor viewer;

  public DecisionService(Transactions transactions) {
    this(transactions, Actor.ENGINE);
  }

  /**
   * @param viewer who sees no more than the host's policy for fields lets them
   */
  public DecisionService(Transactions transactions, Actor viewer) {
    this.transactions = transactions;
    this.viewer = viewer;
  }

  @Override
  public List<Decision> of(TenantId tenant, String eventId) {
    transactions.engine().tenant(tenant);
    Limits.sought("The event's id", eventId);
    EventRow row =
        transactions
            .transact(transaction -> transaction.events().find(tenant, eventId))
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "tenant " + tenant + " has no event \"" + eventId + "\""));
    PublishReceipt receipt = Receipts.of(row);
    List<Decision> decisions =
        new ArrayList<>(
            transactions.transact(
                transaction -> {
                  List<Decision> all =
                      new ArrayList<>(
                          new PastCandidates(transactions.engine(), transaction, tenant, viewer)
                              .of(row, null, MOST_OF_ONE));
                  all.addAll(reached(transaction, row, receipt));
                  return all;
                }));
    if (!transactions.engine().fields().concern(viewer)) {
      decisions.addAll(new PastMisses(transactions, tenant).of(row, receipt));
    }
    return decisions;
  }

  /** What the event answered and ended. */
  private static List<Decision> reached(
      StoreTransaction transaction, EventRow row, PublishReceipt receipt) {
    List<InstanceKey> keys =
        Stream.concat(
                receipt.answered().stream().map(PublishReceipt.Answered::instance),
                receipt.exited().stream())
            .distinct()
            .map(id -> new InstanceKey(row.tenant(), id))
            .toList();
    Map<InstanceId, InstanceRow> instances =
        keys.isEmpty()
            ? Map.of()
            : transaction.instances().rows(keys).stream()
                .collect(Collectors.toMap(one -> one.key().id(), Function.identity()));
    List<Decision> decisions = new ArrayList<>();
    for (PublishReceipt.Answered one : receipt.answered()) {
      decisions.add(
          reached(row, Kind.WAIT, instances.get(one.instance()), one.instance(), one.step()));
    }
    for (InstanceId one : receipt.exited()) {
      decisions.add(reached(row, Kind.EXIT, instances.get(one), one, null));
    }
    return decisions;
  }

  private static Decision reached(
      EventRow row,
      Kind kind,
      @Nullable InstanceRow instance,
      InstanceId id,
      @Nullable String step) {
    WorkflowRef workflow = instance == null ? null : instance.workflow();
    return new Decision(
        row.acceptedAt(),
        kind,
        Verdict.MATCHED,
        workflow,
        instance == null ? null : instance.subject(),
        new Location(row.id(), id, step),
        Rule.EVENT,
        null,
        kind == Kind.WAIT ? "the event answered it" : "the event ended it");
  }

  @Override
  public Page<Decision> list(TenantId tenant, Query query, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    check(query);
    int most = Cursors.limit(limit);
    Feed.Source<Found> events = new EventDecisions(transactions, tenant, query, viewer)::read;
    Feed.Source<Found> journals = new JournalDecisions(transactions, tenant, query, viewer)::read;
    String[] places =
        cursor == null
            ? new String[] {"", "0", "", "0"}
            : Cursors.read(LIST, cursor, 4, DecisionService::checked);
    return page(
        new Feed<>(events, places[0], Integer.parseInt(places[1])),
        new Feed<>(journals, places[2], Integer.parseInt(places[3])),
        most);
  }

  private static String[] checked(String[] places) {
    if (Integer.parseInt(places[1]) < 0 || Integer.parseInt(places[3]) < 0) {
      throw new IllegalArgumentException("less than nothing");
    }
    return places;
  }

  private static void check(Query query) {
    Instant from = query.from();
    Instant to = query.to();
    if (from != null && to != null && !from.isBefore(to)) {
      throw new InvalidInputException(
          "The range",
          List.of(new Problem("", "is empty: it ends at " + to + " and begins at " + from)));
    }
  }

  /** What a step did is told before the event that led to it, because that came first. */
  private static Page<Decision> page(Feed<Found> events, Feed<Found> journals, int most) {
    List<Decision> page = new ArrayList<>();
    while (page.size() < most) {
      Found event = events.peek();
      Found step = journals.peek();
      boolean known = (event != null || events.over()) && (step != null || journals.over());
      if (!known || (event == null && step == null)) {
        break;
      }
      boolean ofEvent =
          step == null || (event != null && event.decision().at().isAfter(step.decision().at()));
      page.add(Objects.requireNonNull(ofEvent ? event : step).told());
      (ofEvent ? events : journals).take();
    }
    return new Page<>(
        page,
        events.over() && journals.over()
            ? Optional.empty()
            : Optional.of(
                Cursors.of(
                    LIST,
                    events.place(),
                    String.valueOf(events.taken()),
                    journals.place(),
                    String.valueOf(journals.taken()))));
  }
}
