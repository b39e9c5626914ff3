package dev.workflow.docs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.spi.RecordGateway;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

// snippet: gateway
/** The application's own leads, tags, notes and tasks, as the built-in actions reach them. */
final class CrmRecords implements RecordGateway {

  private final Map<SubjectRef, ObjectNode> records = new HashMap<>();
  private final Map<SubjectRef, TreeSet<String>> tags = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<NewTask> tasks = new ArrayList<>();
  private final Map<String, Object> answers = new HashMap<>();

  @Override
  public synchronized ObjectNode updateFields(Call call, SubjectRef record, ObjectNode fields) {
    return once(
        call,
        () -> {
          ObjectNode stored = records.computeIfAbsent(record, key -> Json.object());
          ObjectNode previous = Json.object();
          fields.fieldNames().forEachRemaining(name -> previous.set(name, stored.get(name)));
          stored.setAll(fields);
          return previous;
        });
  }

  @Override
  public synchronized Map<SubjectRef, ObjectNode> read(ReadRequest request) {
    Map<SubjectRef, ObjectNode> read = new HashMap<>(); // a record that is left out is gone
    for (SubjectRef record : request.records()) {
      if (records.containsKey(record)) {
        read.put(record, records.get(record).deepCopy());
      }
    }
    return read;
  }

  @Override
  public synchronized List<String> addTag(Call call, SubjectRef record, String tag) {
    tags.computeIfAbsent(record, key -> new TreeSet<>()).add(tag); // twice is as good as once
    return List.copyOf(tags.get(record));
  }

  @Override
  public synchronized List<String> removeTag(Call call, SubjectRef record, String tag) {
    tags.computeIfAbsent(record, key -> new TreeSet<>()).remove(tag);
    return List.copyOf(tags.get(record));
  }

  @Override
  public synchronized String addNote(Call call, SubjectRef record, String note, String visibility) {
    return once(
        call,
        () -> {
          notes.add(note);
          return "note-" + notes.size();
        });
  }

  @Override
  public synchronized String createTask(Call call, NewTask task) {
    return once(
        call,
        () -> {
          tasks.add(task);
          return "task-" + tasks.size();
        });
  }

  @Override
  public String enqueueExport(Call call, NewExport export) {
    throw new UnsupportedOperationException("this application exports nothing");
  }

  /** A call that is repeated with the same key is answered again and does nothing. */
  @SuppressWarnings("unchecked")
  private <T> T once(Call call, Supplier<T> act) {
    String key = call.tenant() + "/" + call.idempotencyKey();
    Object answer = answers.get(key);
    if (answer == null) {
      answer = act.get();
      answers.put(key, answer);
    }
    return (T) answer;
  }

  // end
  synchronized List<NewTask> tasks() {
    return List.copyOf(tasks);
  }
}
