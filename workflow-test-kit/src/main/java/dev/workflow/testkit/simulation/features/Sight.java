package dev.workflow.testkit.simulation.features;

import dev.workflow.Instances;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.WorkflowStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that is stored, read from the store itself after every act. */
final class Sight {

  /** Stands for the instance of a message that has none. */
  private static final String ORPHAN = "/?";

  private final WorkflowStore store;
  private final Names names;
  private final Checks checks;
  private final Map<InstanceKey, SeenInstance> instances = new LinkedHashMap<>();
  private final Map<InstanceKey, Integer> read = new HashMap<>();
  private final Map<UUID, MessageRow> messages = new LinkedHashMap<>();
  private final Map<String, Outline> outlines = new HashMap<>();
  private final Map<TenantId, Set<UUID>> setAside = new HashMap<>();

  Sight(WorkflowStore store, Names names, Checks checks) {
    this.store = store;
    this.names = names;
    this.checks = checks;
  }

  void published(TenantId tenant, WorkflowRef version, Outline outline) {
    outlines.put(tenant + "/" + version, outline);
  }

  @Nullable SeenInstance find(InstanceKey key) {
    return instances.get(key);
  }

  @Nullable SeenInstance find(String name) {
    InstanceKey key = names.key(name);
    return key == null ? null : instances.get(key);
  }

  /** All of them, in the order in which they were created. */
  List<SeenInstance> instances() {
    return List.copyOf(instances.values());
  }

  /** The messages that are there. */
  List<MessageRow> messages() {
    return List.copyOf(messages.values());
  }

  /** The messages of an instance, in the order in which they were created. */
  List<MessageRow> messages(SeenInstance instance) {
    return messages.values().stream()
        .filter(row -> instance.row().key().equals(row.origin().instance()))
        .toList();
  }

  /** What carries messages of several instances stays when its own is removed. */
  private List<MessageRow> orphans() {
    return messages.values().stream().filter(row -> row.origin().instance() == null).toList();
  }

  /** A message by its name in the story, such as {@code a/main#1/s2!0}. */
  @Nullable MessageRow message(String name) {
    int at = name.lastIndexOf('!');
    int slash = name.indexOf('/', name.indexOf('/') + 1);
    if (at < 0 || slash < 0) {
      return null;
    }
    SeenInstance instance = find(name.substring(0, slash));
    boolean orphan = name.startsWith(ORPHAN, name.indexOf('/'));
    if (instance == null && !orphan) {
      return null;
    }
    String step = name.substring(slash + 1, at);
    List<MessageRow> rows =
        (instance == null ? orphans() : messages(instance))
            .stream().filter(row -> step.equals(row.origin().step())).toList();
    int number = Integer.parseInt(name.substring(at + 1));
    return number < rows.size() ? rows.get(number) : null;
  }

  /** The message that a sender is handed; null: it is not there. */
  @Nullable MessageRow handed(Calls.Sending sending) {
    return messages.values().stream()
        .filter(one -> one.id().toString().equals(sending.message().id()))
        .findFirst()
        .orElse(null);
  }

  /** The instance of a message; null: it has none. */
  @Nullable SeenInstance instance(@Nullable MessageRow row) {
    InstanceKey key = row == null ? null : row.origin().instance();
    return key == null ? null : find(key);
  }

  String name(MessageRow row) {
    InstanceKey key = row.origin().instance();
    SeenInstance instance = key == null ? null : find(key);
    List<MessageRow> same =
        (instance == null ? orphans() : messages(instance))
            .stream()
                .filter(one -> Objects.equals(one.origin().step(), row.origin().step()))
                .toList();
    String name = instance == null ? row.tenant() + ORPHAN : instance.name();
    return name + "/" + row.origin().step() + "!" + same.indexOf(row);
  }

  /** The instance whose step started an instance; null if no step did. */
  @Nullable SeenInstance parent(SeenInstance child) {
    String parent = child.row().origin().parent();
    return parent == null
        ? null
        : find(
            new InstanceKey(
                child.row().key().tenant(),
                dev.workflow.InstanceId.parse(Act.before(parent, '/'))));
  }

  /** The step that started an instance; null if none did. */
  static @Nullable String parentStep(SeenInstance child) {
    String parent = child.row().origin().parent();
    return parent == null ? null : parent.substring(parent.indexOf('/') + 1);
  }

  /** Whether a step waits for the instance that it started. */
  boolean waitedFor(SeenInstance child) {
    SeenInstance parent = parent(child);
    String step = parentStep(child);
    if (parent == null || step == null) {
      return false;
    }
    Outline.Part part = parent.outline().part(Outline.id(step));
    return part != null && part.json().path("workflow").path("wait").asBoolean(true);
  }

  /** Whether an instance is another one, or was started by its steps, which wait for it. */
  boolean belongsTo(SeenInstance instance, SeenInstance other) {
    for (SeenInstance at = instance; at != null; at = waitedFor(at) ? parent(at) : null) {
      if (at == other) {
        return true;
      }
    }
    return false;
  }

  void look() {
    for (TenantId tenant : Cast.TENANTS) {
      store.transact(
          transaction -> {
            look(transaction, tenant);
            return 0;
          });
    }
  }

  /** Whether it is set aside because it could not be read. */
  boolean isSetAside(InstanceKey key) {
    return setAside.getOrDefault(key.tenant(), Set.of()).contains(key.id().value());
  }

  private void look(StoreTransaction transaction, TenantId tenant) {
    setAside.put(
        tenant,
        transaction.setAside().list(tenant, null, 1_000).stream()
            .map(row -> row.key().id())
            .collect(Collectors.toSet()));
    List<InstanceRow> rows =
        new ArrayList<>(transaction.instances().list(Instances.Query.of(tenant), null, 10_000));
    rows.sort(Comparator.comparing((InstanceRow row) -> names.name(row.key()), Sight::byNumber));
    List<InstanceKey> keys = rows.stream().map(InstanceRow::key).toList();
    instances.values().stream()
        .filter(one -> one.row().key().tenant().equals(tenant))
        .filter(one -> !keys.contains(one.row().key()))
        .forEach(SeenInstance::remove);
    Map<InstanceKey, StoredInstance> stored = new HashMap<>();
    transaction.instances().read(keys).forEach(one -> stored.put(one.row().key(), one));
    keys.forEach(key -> look(Objects.requireNonNull(stored.get(key), "a stored instance")));
    List<MessageRow> there = transaction.messages().list(MessageFilter.of(tenant), null, 10_000);
    there.forEach(this::look);
    Set<UUID> ids = there.stream().map(MessageRow::id).collect(Collectors.toSet());
    for (MessageRow row : messages()) {
      if (row.tenant().equals(tenant) && !ids.contains(row.id())) {
        messages.remove(row.id());
        checks.each(check -> check.gone(row));
      }
    }
  }

  private static int byNumber(String one, String other) {
    int length = Integer.compare(one.length(), other.length());
    return length != 0 ? length : one.compareTo(other);
  }

  private void look(StoredInstance stored) {
    InstanceRow row = stored.row();
    SeenInstance instance =
        instances.computeIfAbsent(
            row.key(),
            key ->
                new SeenInstance(
                    names.name(key),
                    row,
                    Objects.requireNonNull(
                        outlines.get(key.tenant() + "/" + row.workflow()), "a known version")));
    instance.row(row);
    int known = read.getOrDefault(row.key(), 0);
    List<JournalEntry> journal = stored.journal();
    for (JournalEntry entry : journal.subList(Math.min(known, journal.size()), journal.size())) {
      for (Transition transition : TransitionJson.read(entry.body(), entry.at())) {
        instance.move(transition, entry.seq());
        checks.each(check -> check.moved(instance, transition));
      }
    }
    read.put(row.key(), journal.size());
  }

  private void look(MessageRow row) {
    MessageRow before = messages.put(row.id(), row);
    if (before != null && !before.equals(row)) {
      checks.each(check -> check.message(before, row));
    }
  }

  /**
   * Whether a message is what a digest goes out as: it carries messages of other instances too, and
   * no ending or pause of the one that opened the digest stops it.
   */
  static boolean carries(MessageRow row) {
    return row.idempotencyKey().startsWith(MessageLinks.CARRIER);
  }
}
