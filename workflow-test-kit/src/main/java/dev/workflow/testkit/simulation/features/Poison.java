package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoredInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows that no node can read, as if a newer release had written them. The store keeps them as they
 * are: nodes see them spoiled, and what they write back is what was there.
 */
final class Poison {

  private static final String SPOILED = "{\"of\": \"a newer release\"";

  private final Set<InstanceKey> instances = new HashSet<>();
  private final Set<String> workflows = new HashSet<>();
  private final Set<UUID> messages = new HashSet<>();
  private final Map<UUID, String> bodies = new HashMap<>();

  void spoil(InstanceKey instance) {
    instances.add(instance);
  }

  /**
   * @param workflow such as {@code a/main}: all of its versions
   */
  void spoilWorkflow(String workflow) {
    workflows.add(workflow);
  }

  void spoil(UUID message) {
    messages.add(message);
  }

  /** The cause is gone. */
  void heal() {
    instances.clear();
    workflows.clear();
    messages.clear();
  }

  boolean holds(InstanceKey instance) {
    return instances.contains(instance);
  }

  boolean holds(MessageRow message) {
    return messages.contains(message.id());
  }

  /** Whether some workflow cannot be read, so that its tenant's events may be refused. */
  boolean holdsWorkflow() {
    return !workflows.isEmpty();
  }

  /** What a node sees of what the store gives. */
  @Nullable Object seen(@Nullable Object given) {
    if (given instanceof List<?> list && list.stream().anyMatch(this::spoils)) {
      List<Object> seen = new ArrayList<>();
      list.forEach(one -> seen.add(spoils(one) ? spoiled(one) : one));
      return seen;
    } else if (given instanceof Optional<?> one && one.isPresent() && spoils(one.get())) {
      return Optional.of(spoiled(one.get()));
    }
    return given;
  }

  private boolean spoils(Object row) {
    if (row instanceof StoredInstance stored) {
      return holds(stored.row().key());
    } else if (row instanceof MessageRow message) {
      return holds(message);
    }
    return row instanceof DefinitionRow definition
        && workflows.contains(definition.tenant() + "/" + definition.key());
  }

  private Object spoiled(Object row) {
    if (row instanceof StoredInstance stored) {
      List<JournalEntry> journal = new ArrayList<>(stored.journal());
      JournalEntry last =
          journal.isEmpty()
              ? new JournalEntry(1, stored.row().origin().createdAt(), SPOILED)
              : journal.remove(journal.size() - 1);
      journal.add(new JournalEntry(last.seq(), last.at(), SPOILED));
      return new StoredInstance(stored.row(), stored.event(), journal, stored.takenFrom());
    } else if (row instanceof MessageRow message) {
      bodies.putIfAbsent(message.id(), message.body());
      return with(message, SPOILED);
    }
    DefinitionRow definition = (DefinitionRow) row;
    return new DefinitionRow(
        definition.tenant(),
        definition.key(),
        definition.version(),
        definition.status(),
        SPOILED,
        definition.createdAt(),
        definition.createdBy(),
        definition.archivedAt(),
        definition.archivedBy());
  }

  private static MessageRow with(MessageRow row, String body) {
    return MessageRow.builder(row.tenant(), row.id(), row.idempotencyKey())
        .origin(row.origin())
        .channel(row.channel())
        .recipient(row.recipient())
        .body(body)
        .purpose(row.purpose())
        .plan(row.plan())
        .createdAt(row.createdAt())
        .revision(row.revision())
        .status(row.status())
        .delivery(row.delivery())
        .build();
  }

  /** What a node writes, with what it had seen spoiled as it was. */
  Object @Nullable [] written(Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    Object[] written = arguments.clone();
    for (int i = 0; i < written.length; i++) {
      if (written[i] instanceof List<?> list && list.stream().anyMatch(Poison::isSpoiled)) {
        List<Object> whole = new ArrayList<>();
        list.forEach(one -> whole.add(isSpoiled(one) ? asItWas((MessageRow) one) : one));
        written[i] = whole;
      }
    }
    return written;
  }

  private static boolean isSpoiled(@Nullable Object row) {
    return row instanceof MessageRow message && message.body().equals(SPOILED);
  }

  private MessageRow asItWas(MessageRow row) {
    String body = bodies.get(row.id());
    return body == null ? row : with(row, body);
  }
}
