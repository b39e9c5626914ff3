package dev.workflow.messaging.internal.service;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.InstanceEnds;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.Messages.BulkReport;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes messages by hand, one or many. A change is fenced like the outcome of a dispatcher: if
 * anything else has changed the message in between, it is looked at again. Thread-safe.
 */
final class MessageChanges {

  private static final int ROUNDS = 10;
  private static final int BULK_PAGE = 200;
  private static final int FAILURES_KEPT = 100;

  private final Transactions transactions;

  MessageChanges(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What a deed makes of a message. */
  @FunctionalInterface
  interface Change {
    MessageRow of(MessageRow row, Instant now);
  }

  /**
   * Does it to one message.
   *
   * @throws NotFoundException if the tenant has no such message
   * @throws IllegalTransitionException if its state does not allow it
   */
  void one(TenantId tenant, UUID id, MessageOperation deed, Actor by, Change change) {
    untilDone(
        id,
        () ->
            transactions.transact(transaction -> tried(transaction, tenant, id, deed, by, change)));
  }

  /** Tries it again as long as others change the message at the same moment. */
  static void untilDone(UUID id, BooleanSupplier tried) {
    for (int round = 0; round < ROUNDS; round++) {
      if (tried.getAsBoolean()) {
        return;
      }
    }
    throw new ConflictException(
        "message "
            + id
            + " was changed by others "
            + ROUNDS
            + " times at the same moment; try again");
  }

  private boolean tried(
      StoreTransaction transaction,
      TenantId tenant,
      UUID id,
      MessageOperation deed,
      Actor by,
      Change change) {
    Instant now = transactions.engine().now();
    MessageRows messages = transaction.messages();
    MessageRow row = messages.find(tenant, id).orElseThrow(() -> none(tenant, id));
    deed.check(row, now);
    if (deed == MessageOperation.RESEND) {
      refuseIfOver(transaction, row);
    }
    MessageRow changed = change.of(row, now);
    if (!changed.plan().equals(row.plan())) {
      transaction.messageLinks().rewrite(List.of(changed));
    }
    return messages.update(List.of(changed.with(changed.status().changedBy(by.id())))).isEmpty();
  }

  /**
   * What must not be sent any more is not sent again either. What a digest carries is looked at
   * part by part when it is sent.
   */
  private static void refuseIfOver(StoreTransaction transaction, MessageRow row) {
    InstanceKey instance = row.instance();
    if (instance == null || row.isCarrier()) {
      return;
    }
    InstanceEnds.Ends ends =
        InstanceEnds.of(transaction, transaction.instances().rows(List.of(instance)));
    String how =
        ends.unreadable().containsKey(instance)
            ? "has a history that cannot be read"
            : ends.over().get(instance);
    if (how != null) {
      throw new IllegalTransitionException(
          "message " + row.id() + " cannot be sent again: instance " + instance.id() + " " + how);
    }
  }

  static NotFoundException none(TenantId tenant, UUID id) {
    return new NotFoundException("tenant " + tenant + " has no message " + id);
  }

  /**
   * Does it to all that a filter finds, newest first. A digest that has closed is found by what it
   * carries, whoever has sent that: to take something out of it, or to do it to the whole.
   */
  BulkReport bulk(
      MessageFilter filter,
      MessageOperation deed,
      Actor by,
      Change change,
      Consumer<BulkReport> progress) {
    Counter counter = new Counter(progress);
    boolean all = filter.from().equals(MessageFilter.From.ANYWHERE);
    for (List<MessageRow> page = page(filter, null); !page.isEmpty(); page = after(filter, page)) {
      for (MessageRow row : page) {
        if (!row.isCarrier() || (!deed.partByPart() && (all || row.isOpenCarrier()))) {
          counter.count(row.id(), () -> one(filter.tenant(), row.id(), deed, by, change));
        }
      }
    }
    if (all && !deed.partByPart()) {
      return counter.report;
    }
    PartChanges parts = new PartChanges(transactions, filter, deed, by, change);
    MessageFilter merged = parts.merged();
    Set<UUID> digests = new HashSet<>();
    for (List<MessageRow> page = page(merged, null); !page.isEmpty(); page = after(merged, page)) {
      for (MessageRow row : parts.within(page)) {
        if (deed.partByPart()) {
          counter.count(row.id(), () -> parts.one(row.id()));
        } else {
          PartChanges.digest(row)
              .filter(digests::add)
              .ifPresent(id -> counter.count(id, () -> one(filter.tenant(), id, deed, by, change)));
        }
      }
    }
    return counter.report;
  }

  /** How far it has come. */
  private static final class Counter {

    private final Consumer<BulkReport> progress;
    private final Map<UUID, String> failures = new LinkedHashMap<>();
    private long done;
    private long refused;
    private BulkReport report = new BulkReport(0, 0, Map.of());

    Counter(Consumer<BulkReport> progress) {
      this.progress = progress;
    }

    void count(UUID id, Runnable deed) {
      try {
        deed.run();
        done++;
      } catch (IllegalTransitionException e) {
        refused++;
      } catch (StoreUnavailableException e) {
        throw e;
      } catch (RuntimeException e) {
        // Also what cannot be read: the others continue.
        if (failures.size() < FAILURES_KEPT) {
          failures.put(id, e instanceof WorkflowException ? said(e) : e.toString());
        }
      }
      report = new BulkReport(done, refused, Map.copyOf(failures));
      progress.accept(report);
    }
  }

  private static String said(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  private List<MessageRow> after(MessageFilter filter, List<MessageRow> page) {
    return page(filter, page.get(page.size() - 1).id());
  }

  private List<MessageRow> page(MessageFilter filter, @Nullable UUID after) {
    return transactions.transact(
        transaction -> transaction.messages().list(filter, after, BULK_PAGE));
  }
}
