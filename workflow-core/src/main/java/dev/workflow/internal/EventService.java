package dev.workflow.internal;

import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.Problems;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.execution.Gate;
import dev.workflow.execution.Receipts;
import dev.workflow.spi.store.EventRow;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

final class EventService implements Events {

  private static final Pattern TYPE = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
  private static final int MAX_ID = 200;

  private final Gate gate;

  EventService(Gate gate) {
    this.gate = gate;
  }

  @Override
  public PublishReceipt publish(Event event) {
    check(event);
    gate.wiring().tenant(event.tenant());
    PublishReceipt receipt = gate.change(work -> work.accept(event));
    gate.wiring().listeners().tell(listener -> listener.eventAccepted(event, receipt));
    return receipt;
  }

  /** What is wrong with an event. */
  void check(Event event) {
    Problems problems = Problems.none();
    if (event.type().length() > 100 || !TYPE.matcher(event.type()).matches()) {
      problems
          .at("type")
          .add(
              "expected dotted lower case of at most 100 characters, such as \"deal.stage_changed\"");
    }
    text(event.id(), problems.at("id"));
    text(event.correlation(), problems.at("correlation"));
    long limit = gate.wiring().options().maxDataBytes();
    Json.check(event.payload(), limit, problems.at("payload"));
    if (event.previous() != null) {
      Json.check(event.previous(), limit, problems.at("previous"));
    }
    if (problems.isEmpty()) {
      problems.addAll(gate.wiring().catalog().check(event));
    }
    problems.throwIfAny(list -> new InvalidInputException("The event", list));
  }

  private static void text(@Nullable String value, Problems problems) {
    if (value == null) {
      return;
    }
    if (value.isBlank()
        || value.length() > MAX_ID
        || value.chars().anyMatch(Character::isISOControl)) {
      problems.add("expected 1 to " + MAX_ID + " characters without control characters");
    }
  }

  @Override
  public Optional<PublishReceipt> receipt(TenantId tenant, String eventId) {
    return gate.query(transaction -> transaction.events().find(tenant, eventId)).map(Receipts::of);
  }

  @Override
  public Page<Accepted> list(TenantId tenant, @Nullable String cursor, int limit) {
    return gate.query(
        transaction -> {
          EventRow after =
              cursor == null ? null : transaction.events().find(tenant, cursor).orElse(null);
          List<EventRow> rows = transaction.events().list(tenant, after, Cursors.limit(limit));
          List<Accepted> items = rows.stream().map(EventService::accepted).toList();
          return new Page<>(items, Cursors.next(rows, limit, EventRow::id));
        });
  }

  private static Accepted accepted(EventRow row) {
    return new Accepted(Event.parse(Json.read(row.body())), row.acceptedAt(), Receipts.of(row));
  }
}
