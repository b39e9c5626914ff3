package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.spi.RecordGateway;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host's data in memory, with a list of what was asked of it. */
final class RecordedRecords implements RecordGateway {

  final List<String> asked = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  private final Map<SubjectRef, ObjectNode> fields = new LinkedHashMap<>();
  private final Map<SubjectRef, List<String>> tags = new LinkedHashMap<>();

  @Override
  public ObjectNode updateFields(Call call, SubjectRef record, ObjectNode changes) {
    note(call, "update " + record + " " + changes);
    ObjectNode stored = fields.computeIfAbsent(record, key -> changes.objectNode());
    ObjectNode previous = changes.objectNode();
    changes
        .properties()
        .forEach(
            change -> {
              JsonNode before = stored.get(change.getKey());
              if (before != null) {
                previous.set(change.getKey(), before);
              }
              stored.set(change.getKey(), change.getValue());
            });
    return previous;
  }

  @Override
  public List<String> addTag(Call call, SubjectRef record, String tag) {
    note(call, "tag " + record + " " + tag);
    List<String> all = tags.computeIfAbsent(record, key -> new ArrayList<>());
    all.add(tag);
    return List.copyOf(all);
  }

  @Override
  public List<String> removeTag(Call call, SubjectRef record, String tag) {
    note(call, "untag " + record + " " + tag);
    List<String> all = tags.computeIfAbsent(record, key -> new ArrayList<>());
    all.remove(tag);
    return List.copyOf(all);
  }

  @Override
  public String addNote(Call call, SubjectRef record, String note, String visibility) {
    note(call, "note " + record + " " + visibility + ": " + note);
    return "note-1";
  }

  @Override
  public String createTask(Call call, NewTask task) {
    note(call, task.toString());
    return "task-1";
  }

  @Override
  public String enqueueExport(Call call, NewExport export) {
    note(call, export.toString());
    return "export-1";
  }

  @Override
  public Page<SubjectRef> list(ListRequest request) {
    asked.add(request.type() + " " + request.filters() + " from " + request.cursor());
    return new Page<>(
        List.of(SubjectRef.of(request.type(), "1"), SubjectRef.of(request.type(), "2")),
        request.cursor() == null ? Optional.of("2") : Optional.empty());
  }

  private void note(Call call, String what) {
    calls.add(call);
    asked.add(what);
  }
}
