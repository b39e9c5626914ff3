package dev.workflow.testkit.store;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The common ground of the contracts of a store: an empty one for each test, and rows to put in.
 */
abstract class StoreContract {

  static final TenantId ACME = TenantId.of("acme");
  static final TenantId OTHER = TenantId.of("other");
  static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  static final Instant NOW = Instant.parse("2026-01-05T09:00:00.123456Z");
  static final Instant LATER = NOW.plus(Duration.ofMinutes(1));

  WorkflowStore store;

  /** An empty store; closed after the test. */
  protected abstract WorkflowStore createStore();

  @BeforeEach
  void openStore() {
    store = createStore();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  <T> T get(Function<StoreTransaction, T> read) {
    return store.transact(read::apply);
  }

  <T> List<T> list(Function<StoreTransaction, List<T>> read) {
    return get(read);
  }

  <T> Set<T> set(Function<StoreTransaction, Set<T>> read) {
    return get(read);
  }

  <T> Optional<T> maybe(Function<StoreTransaction, Optional<T>> read) {
    return get(read);
  }

  long number(ToLongFunction<StoreTransaction> read) {
    return get(read::applyAsLong);
  }

  boolean truth(Predicate<StoreTransaction> read) {
    return get(read::test);
  }

  void run(Consumer<StoreTransaction> work) {
    store.transact(
        transaction -> {
          work.accept(transaction);
          return null;
        });
  }

  /** The n-th id of version 7: later ones are greater. */
  static UUID uuid(int n) {
    return new UUID((0x19_0000_0000L + n) << 16 | 0x7000, 0x8000_0000_0000_0000L | n);
  }

  static InstanceKey key(TenantId tenant, int n) {
    return new InstanceKey(tenant, InstanceId.of(uuid(n)));
  }

  static InstanceKey key(int n) {
    return key(ACME, n);
  }

  static InstanceRow.Progress active(Instant dueAt) {
    return new InstanceRow.Progress("ACTIVE", null, 1, null, dueAt, null);
  }

  static InstanceRow.Progress ended(String state, String outcome) {
    return new InstanceRow.Progress(state, outcome, 1, null, null, NOW);
  }

  static InstanceRow instance(InstanceKey key, InstanceRow.Progress progress) {
    return new InstanceRow(
        key,
        WorkflowRef.of("w", 1),
        LEAD,
        new InstanceRow.Origin(null, "{}", null, null, NOW),
        progress);
  }

  static JournalEntry entry(int seq) {
    return new JournalEntry(seq, NOW, "[\"entry " + seq + " — ünï\"]");
  }

  static InstanceChange insert(InstanceRow row) {
    return new InstanceChange(Kind.INSERT, row, 0, entry(1), SideRows.NONE);
  }

  static InstanceChange insert(InstanceRow row, SideRows side) {
    return new InstanceChange(Kind.INSERT, row, 0, entry(1), side);
  }

  static InstanceChange append(InstanceRow row, long revision, int seq) {
    return new InstanceChange(Kind.APPEND, row, revision, entry(seq), SideRows.NONE);
  }

  static InstanceChange update(
      InstanceRow row, long revision, int seq, InstanceRow.Progress progress) {
    return new InstanceChange(Kind.UPDATE, row.with(progress), revision, entry(seq), SideRows.NONE);
  }

  static InstanceChange append(InstanceRow row, int seq, SideRows side) {
    return new InstanceChange(Kind.APPEND, row, row.progress().revision(), entry(seq), side);
  }

  Set<InstanceKey> write(InstanceChange... changes) {
    return get(transaction -> write(transaction, Arrays.asList(changes)));
  }

  /** The way in which changes are written. */
  Set<InstanceKey> write(StoreTransaction transaction, List<InstanceChange> changes) {
    return transaction.instances().write(changes);
  }

  InstanceRow inserted(InstanceRow row) {
    write(insert(row));
    return row;
  }

  StoredInstance stored(InstanceKey key) {
    return get(transaction -> transaction.instances().read(List.of(key)).get(0));
  }

  static EventRow event(TenantId tenant, String id, Instant at) {
    return new EventRow(tenant, id, "lead.created", LEAD, at, "{\"id\":\"" + id + "\"}", null);
  }

  static EventSubscriptionRow subscription(InstanceKey instance, String step, String key) {
    return new EventSubscriptionRow(instance, step, "lead.replied", key);
  }

  static TaskRow task(InstanceKey instance, String step, Instant dueAt) {
    return new TaskRow(
        instance,
        step,
        "approval",
        "Approve",
        "w",
        LEAD,
        "READY",
        TaskRow.Offer.to("LAWYER"),
        TaskRow.Times.of(NOW, dueAt));
  }

  static MessageRow message(TenantId tenant, int n, InstanceKey instance) {
    return MessageRow.builder(tenant, uuid(n), "key-" + n)
        .origin(new MessageRow.Origin(instance, "w", "k", "mail", LEAD))
        .channel("email")
        .recipient(MessageRow.Recipient.of("jane@example.com"))
        .body("{\"text\":\"Grüße 🚀\"}")
        .createdAt(NOW)
        .revision(0)
        .status(MessageRow.Status.pending(NOW))
        .build();
  }

  static SideRows subscriptions(List<EventSubscriptionRow> added, List<String> removed) {
    return new SideRows(added, removed, List.of(), List.of(), List.of(), null);
  }

  static SideRows tasks(List<TaskRow> put, List<String> removed) {
    return new SideRows(List.of(), List.of(), put, removed, List.of(), null);
  }

  static SideRows messages(Instant canceledAt, MessageRow... messages) {
    return new SideRows(
        List.of(), List.of(), List.of(), List.of(), Arrays.asList(messages), canceledAt);
  }
}
