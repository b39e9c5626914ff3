package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what is known of one instance: how it began, its definition, its history, what it
 * sent. Names of steps, states and times are facts; all else is a value, each field of an object
 * one of its own.
 */
final class Evidence {

  private final EvidencePack.Builder pack = EvidencePack.builder();

  private Evidence() {}

  /**
   * @param messages the oldest first
   */
  static EvidencePack of(InstanceReader.Stored stored, List<MessageRow> messages, Instant now) {
    Evidence evidence = new Evidence();
    InstanceSnapshot.Identity identity = stored.snapshot().identity();
    evidence.begun(identity);
    evidence.pack.add(
        Json.object()
            .put("kind", "definition")
            .set("document", stored.tree().definition().toJson()),
        Json.object());
    HistoryEntries.of(identity.id(), stored.journal()).forEach(evidence::add);
    messages.forEach(evidence::add);
    ObjectNode end = Json.object();
    end.put("at", now.toString()).put("state", stored.snapshot().state().name());
    return evidence.pack.build(end);
  }

  private void begun(InstanceSnapshot.Identity identity) {
    ObjectNode facts = Json.object().put("kind", "instance");
    facts.put("at", identity.createdAt().toString());
    facts.put("tenant", identity.tenant().value()).put("instance", identity.id().toString());
    facts.put("workflow", identity.workflow().key()).put("version", identity.workflow().version());
    if (identity.parent() != null) {
      facts.put("parent", identity.parent().instance().toString());
      facts.put("parentStep", identity.parent().step().toString());
    }
    ObjectNode values = Json.object();
    if (identity.subject() != null) {
      values.put("subject/type", identity.subject().type());
      values.put("subject/id", identity.subject().id());
    }
    text(values, "concurrencyKey", identity.concurrencyKey());
    if (identity.event() != null) {
      for (var field : identity.event().properties()) {
        fields(values, "event/" + field.getKey(), field.getValue());
      }
    }
    fields(values, "input", identity.input());
    pack.add(facts, values);
  }

  private void add(HistoryEntry entry) {
    ObjectNode facts = Json.object().put("kind", kind(entry));
    facts.put("at", entry.at().toString()).put("id", entry.stamp().id());
    ObjectNode values = Json.object().put("actor", entry.actor().id());
    text(values, "onBehalfOf", entry.onBehalfOf());
    if (entry instanceof HistoryEntry.StepMove move) {
      facts.put("step", move.step()).put("from", move.from().name()).put("to", move.to().name());
      facts.put("attempt", move.how().attempt());
      text(facts, "due", move.how().dueAt());
      text(values, "holder", move.how().holder());
      text(values, "reason", move.reason());
      fields(values, "output", move.how().output());
    } else if (entry instanceof HistoryEntry.InstanceMove move) {
      facts.put("from", move.from().name()).put("to", move.to().name());
      text(facts, "outcome", move.outcome() == null ? null : move.outcome().text());
      text(values, "reason", move.reason());
    } else if (entry instanceof HistoryEntry.TaskAct act) {
      facts.put("step", act.step()).put("act", act.act());
      fields(values, "detail", act.detail());
    } else if (entry instanceof HistoryEntry.LaterBegin later) {
      facts.put("begins", later.begins().toString());
      text(values, "reason", later.reason());
    } else if (entry instanceof HistoryEntry.VariableSet set) {
      fields(values, "variable/" + set.name(), set.value());
    } else if (entry instanceof HistoryEntry.RecordsRead read) {
      text(values, "reason", read.reason());
      read.records()
          .forEach(
              (name, one) -> {
                values.put("of/" + name, one.record().toString());
                fields(values, "record/" + name, one.value());
              });
    } else if (entry instanceof HistoryEntry.StepsChanged changed) {
      facts.put("revision", changed.revision());
      text(facts, "version", changed.version());
      changed.renamed().forEach((before, after) -> facts.withObject("/renamed").put(before, after));
      changed.withdrawn().forEach(step -> facts.withArray("/withdrawn").add(step));
      values.set("difference", changed.difference());
    } else {
      text(values, "reason", entry.reason());
    }
    pack.add(facts, values);
  }

  /** Such as {@code step_move}. */
  private static String kind(HistoryEntry entry) {
    return entry
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  private void add(MessageRow message) {
    ObjectNode facts = Json.object().put("kind", "message");
    facts.put("at", message.createdAt().toString()).put("id", message.id().toString());
    text(facts, "step", message.origin().step());
    facts.put("channel", message.channel()).put("state", message.state());
    text(facts, "ended", message.status().endedAt());
    text(facts, "delivery", message.delivery().state());
    text(facts, "deliveredAt", message.delivery().at());
    ObjectNode values = Json.object().put("recipient", message.recipient().address());
    text(values, "originalRecipient", message.recipient().original());
    text(values, "result", message.status().result());
    fields(values, "content", Json.read(message.body()));
    pack.add(facts, values);
  }

  private static void text(ObjectNode json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value.toString());
    }
  }

  /** The fields of an object, or what it is otherwise. */
  private static void fields(ObjectNode values, String name, @Nullable JsonNode value) {
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      object
          .properties()
          .forEach(field -> values.set(name + "/" + field.getKey(), field.getValue()));
    } else if (value != null) {
      values.set(name, value);
    }
  }
}
