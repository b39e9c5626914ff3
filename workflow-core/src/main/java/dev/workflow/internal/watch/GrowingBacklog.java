package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.operations.Findings;
import dev.workflow.spi.store.Overdue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Work that was due more than five minutes ago and nobody has taken: ten or more pieces, and more
 * than at the look before. It is over when there is less than that, or less than before.
 */
final class GrowingBacklog {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ENOUGH = 10;
  private static final int MOST = 10_000;

  /**
   * How much there was.
   *
   * @param growing whether it was growing then
   */
  record Before(long count, boolean growing) {
    static final Before NOTHING = new Before(0, false);
  }

  /** What was found, and what the next look compares with. */
  record Result(List<Observed> observed, Before instances, Before messages) {}

  private GrowingBacklog() {}

  static Result find(Look look, Before instances, Before messages) {
    Instant before = look.now().minus(PATIENCE);
    Overdue due =
        look.transactions()
            .transact(transaction -> transaction.instances().overdue(look.tenant(), before, MOST));
    Overdue toSend =
        look.transactions()
            .transact(transaction -> transaction.messages().overdue(look.tenant(), before, MOST));
    List<Observed> found = new ArrayList<>();
    return new Result(
        found,
        after("instances", due, instances, found),
        after("messages", toSend, messages, found));
  }

  private static Before after(String what, Overdue now, Before before, List<Observed> found) {
    boolean enough = now.count() >= ENOUGH;
    boolean same = now.count() == before.count();
    boolean growing =
        enough
            && (now.count() > before.count() || now.count() == MOST || (same && before.growing()));
    if (growing && before.count() > 0) {
      ObjectNode evidence =
          Json.object()
              .put("what", what)
              .put("overdue", now.count())
              .put("before", before.count())
              .put("oldestDue", String.valueOf(now.oldest()));
      found.add(new Observed(Findings.Kind.BACKLOG_GROWS, what, null, null, evidence));
    }
    return new Before(now.count(), growing && before.count() > 0);
  }
}
