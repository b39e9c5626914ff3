package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.HistoryEntry.Stamp;
import dev.workflow.messaging.internal.outbox.TaskMark;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who was told of the tasks of an instance: what has gone out, among what happened. */
final class ToldOfTasks {

  /** What is told together. */
  private record Occasion(String notice, String step, String kind, String channel) {}

  private record Told(List<String> people, Instant at) {}

  private ToldOfTasks() {}

  static List<HistoryEntry> among(
      List<HistoryEntry> entries, InstanceId instance, List<MessageRow> messages) {
    Map<Occasion, Told> occasions = new LinkedHashMap<>();
    for (MessageRow row : messages) {
      TaskMark mark = TaskMark.of(row);
      Instant sent = row.status().endedAt();
      boolean out = row.is(MessageState.SENT) || row.is(MessageState.MERGED);
      if (mark != null && mark.to() != null && out && sent != null) {
        String key = row.idempotencyKey();
        String notice = key.substring(0, Math.max(0, key.lastIndexOf('/')));
        occasions
            .computeIfAbsent(
                new Occasion(notice, mark.step(), mark.kind(), row.channel()),
                any -> new Told(new ArrayList<>(), sent))
            .people()
            .add(mark.to());
      }
    }
    if (occasions.isEmpty()) {
      return entries;
    }
    List<HistoryEntry> all = new ArrayList<>(entries);
    occasions.forEach((occasion, told) -> all.add(entry(instance, occasion, told)));
    all.sort(Comparator.comparing(HistoryEntry::at));
    return all;
  }

  private static HistoryEntry entry(InstanceId instance, Occasion occasion, Told told) {
    ObjectNode detail =
        Json.object().put("kind", occasion.kind()).put("channel", occasion.channel());
    ArrayNode to = detail.putArray("to");
    told.people().stream().sorted().forEach(to::add);
    return new HistoryEntry.TaskAct(
        new Stamp(instance, "", told.at(), Actor.ENGINE, null), occasion.step(), "tell", detail);
  }
}
