package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.outbox.Bundles.Part;
import dev.workflow.messaging.internal.outbox.SendCheck.Verdict;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * All last looks in their order, at digests part by part and then as a whole. A message that one of
 * them keeps back is not shown to the next. Immutable and thread-safe.
 */
final class SendChecks {

  private final EngineContext engine;
  private final Digests digests;
  private final List<SendCheck> ofParts;
  private final FrequencyCaps caps;
  private final List<SendCheck> checks;

  /**
   * @param ofParts at the parts of digests, which fare as they would alone
   * @param caps the last at these parts, too
   */
  SendChecks(
      EngineContext engine,
      Digests digests,
      List<SendCheck> ofParts,
      FrequencyCaps caps,
      List<SendCheck> checks) {
    this.engine = engine;
    this.digests = digests;
    this.ofParts = List.copyOf(ofParts);
    this.caps = caps;
    this.checks = List.copyOf(checks);
  }

  /**
   * All that an engine has.
   *
   * @param stops comes before what counts the messages that are sent
   */
  static SendChecks of(MessagingContext messaging, CircuitBreakers stops) {
    EngineContext engine = messaging.engine();
    ReachCheck reach = new ReachCheck(messaging.consent(), messaging.addresses());
    AbsenceCheck absence = new AbsenceCheck(messaging.addresses());
    OpeningCheck opening = new OpeningCheck(messaging);
    FrequencyCaps caps = new FrequencyCaps(messaging::frequencyCaps, messaging.addresses());
    TaskCheck tasks = new TaskCheck();
    AskedInstances asked = new AskedInstances(engine);
    return new SendChecks(
        engine,
        new Digests(new DigestTexts(messaging), engine.options().maxDataBytes()),
        List.of(asked, tasks, reach, absence, opening),
        caps,
        List.of(
            new FreshWorkflows(engine),
            new Fallbacks(),
            new CancelledInstances(engine),
            asked,
            tasks,
            reach,
            absence,
            opening,
            stops,
            new ChannelLimits(messaging, caps)));
  }

  /** Writes down what becomes of those that are kept back; returns those to send. */
  List<MessageRow> pass(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Kept kept = new Kept(now);
    Bundles bundles = digests.gather(transaction, claimed, now);
    if (!bundles.isEmpty()) {
      passParts(transaction, bundles, kept, now);
    }
    List<MessageRow> passing = bundles.closed();
    for (SendCheck check : checks) {
      if (!passing.isEmpty()) {
        passing = kept.pass(passing, check.check(transaction, passing, now));
      }
    }
    kept.write(transaction);
    return passing;
  }

  /** Leaves out of digests what would be kept back if it went alone. */
  private void passParts(StoreTransaction transaction, Bundles bundles, Kept kept, Instant now) {
    EndedParts.leaveOut(engine, transaction, bundles);
    for (SendCheck check : ofParts) {
      List<Part> parts = bundles.parts();
      List<MessageRow> rows = parts.stream().map(Part::row).toList();
      kept.passParts(bundles, parts, check.check(transaction, rows, now));
    }
    List<Part> parts = bundles.parts();
    List<MessageRow> rows = new ArrayList<>();
    parts.forEach(part -> rows.add(as(part.row(), part.bundle().id())));
    rows.addAll(bundles.alone());
    kept.passParts(bundles, parts, caps.look(transaction, rows, now).subList(0, parts.size()));
  }

  /** The parts of a digest count as one. */
  private static MessageRow as(MessageRow row, UUID id) {
    return MessageRow.builder(row.tenant(), id, row.idempotencyKey())
        .origin(row.origin())
        .channel(row.channel())
        .recipient(row.recipient())
        .body(row.body())
        .purpose(row.purpose())
        .plan(row.plan())
        .createdAt(row.createdAt())
        .revision(row.revision())
        .status(row.status())
        .delivery(row.delivery())
        .build();
  }

  /** Those that were kept back. */
  private static final class Kept {

    private final Instant now;
    private final List<MessageRow> needless = new ArrayList<>();
    private final List<MessageRow> others = new ArrayList<>();

    Kept(Instant now) {
      this.now = now;
    }

    /** Returns the others. */
    List<MessageRow> pass(List<MessageRow> rows, List<Verdict> verdicts) {
      List<MessageRow> passing = new ArrayList<>(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        MessageRow row = rows.get(i);
        Verdict verdict = verdicts.get(i);
        if (verdict instanceof SendCheck.Send) {
          passing.add(row);
        } else if (verdict instanceof SendCheck.SendAs changed) {
          passing.add(row.body(changed.body()));
        } else if (verdict instanceof SendCheck.Needless needlessly) {
          needless.add(row.with(skipped(row, needlessly.reason())));
        } else {
          others.add(row.with(after(verdict, row)));
        }
      }
      return passing;
    }

    /**
     * What is kept back leaves its digest. Of a digest that is tried again that is only what is
     * never to be sent.
     */
    void passParts(Bundles bundles, List<Part> parts, List<Verdict> verdicts) {
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        if (part.bundle().again() && verdicts.get(i) instanceof SendCheck.SendAs changed) {
          bundles.leave(part, part.row().body(changed.body()));
        } else if (part.bundle().again()) {
          if (verdicts.get(i) instanceof SendCheck.Skip skip) {
            bundles.refuse(part, skip.reason());
          }
        } else {
          List<MessageRow> passed = pass(List.of(part.row()), List.of(verdicts.get(i)));
          bundles.leave(part, passed.isEmpty() ? null : passed.get(0));
        }
      }
    }

    private MessageRow.Status after(Verdict verdict, MessageRow row) {
      MessageRow.Status status = row.status();
      if (verdict instanceof SendCheck.Skip skip) {
        return skipped(row, skip.reason());
      } else if (verdict instanceof SendCheck.Postpone postpone) {
        return status.result(StoredText.cut(postpone.reason())).pendingAt(postpone.until());
      }
      return status.result(StoredText.cut(((SendCheck.Hold) verdict).reason())).held();
    }

    private MessageRow.Status skipped(MessageRow row, String reason) {
      return row.status().result(StoredText.cut(reason)).ended(MessageState.SKIPPED, now);
    }

    void write(StoreTransaction transaction) {
      if (!needless.isEmpty()) {
        transaction.messages().update(needless);
      }
      if (!others.isEmpty()) {
        OutcomeRecorder.write(transaction, others, now);
      }
    }
  }
}
