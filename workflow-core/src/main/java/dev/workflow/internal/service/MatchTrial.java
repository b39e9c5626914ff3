package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.condition.Condition;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.Explanation;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.EventRow;
import java.util.ArrayList;
import java.util.List;

/** Tries a condition on events that were accepted, as a trigger would see them. */
final class MatchTrial {

  private static final int MOST = 200;
  private static final int AT_ONCE = 200;
  private static final int MOST_LOOKED_AT = 10_000;

  private final Transactions transactions;
  private final TenantId tenant;
  private final Condition condition;

  MatchTrial(Transactions transactions, TenantId tenant, Condition condition) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.condition = condition;
  }

  List<Events.Match> ofLast(String type, int last) {
    TenantDirectory.Settings settings = transactions.engine().tenant(tenant);
    if (last < 1 || last > MOST) {
      throw new InvalidInputException(
          "The number of events",
          List.of(new Problem("", "expected 1 to " + MOST + ", found " + last)));
    }
    List<Events.Match> matches = new ArrayList<>();
    EventRow after = null;
    for (int looked = 0; looked < MOST_LOOKED_AT; looked += AT_ONCE) {
      EventRow before = after;
      List<EventRow> rows =
          transactions.transact(transaction -> transaction.events().list(tenant, before, AT_ONCE));
      for (EventRow row : rows) {
        Events.Accepted event = EventService.accepted(row);
        if (event.event().type().equals(type)) {
          matches.add(match(event, settings));
          if (matches.size() == last) {
            return matches;
          }
        }
      }
      if (rows.size() < AT_ONCE) {
        break;
      }
      after = rows.get(rows.size() - 1);
    }
    return matches;
  }

  /** Relative times of the condition count from when the event was accepted. */
  private Events.Match match(Events.Accepted accepted, TenantDirectory.Settings settings) {
    Event event = accepted.event();
    ObjectNode data = InstanceData.ofEvent(tenant, settings, event.subject(), event.toJson());
    EvaluationContext context =
        EvaluationContext.of(accepted.acceptedAt(), settings.zone()).withPrevious(event.previous());
    Explanation why = condition.explain(data, context);
    String because =
        why.holds()
            ? "it holds"
            : why.firstFailing().map(Explanation::toString).orElse("its condition is false");
    return new Events.Match(accepted, why.holds(), because, why.toJson());
  }
}
