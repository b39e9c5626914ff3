package dev.workflow.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.spi.RecordGateway;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The host's data for tests: fields, tags, notes, tasks and exports in memory. A call that is
 * repeated with the same idempotency key acts once, as {@link RecordGateway} asks of a host.
 * Thread-safe.
 */
public final class RecordedRecords implements RecordGateway {

  /** A note that was added. */
  public record Note(SubjectRef record, String text, String visibility) {}

  private final Map<SubjectRef, ObjectNode> fields = new HashMap<>();
  private final Map<SubjectRef, TreeSet<String>> tags = new HashMap<>();
  private final List<Note> notes = new ArrayList<>();
  private final List<NewTask> tasks = new ArrayList<>();
  private final List<NewExport> exports = new ArrayList<>();
  private final Map<String, Object> answers = new HashMap<>();

  @SuppressWarnings("unchecked")
  private <T> T once(Call call, java.util.function.Supplier<T> act) {
    String key = call.tenant() + "/" + call.idempotencyKey();
    Object known = answers.get(key);
    if (known == null) {
      known = act.get();
      answers.put(key, known);
    }
    return (T) known;
  }

  /** Sets fields of a record as the host's users do, besides the engine. */
  public synchronized void put(SubjectRef record, ObjectNode changed) {
    fields.computeIfAbsent(record, key -> JsonNodeFactory.instance.objectNode()).setAll(changed);
  }

  /** The record is gone. */
  public synchronized void remove(SubjectRef record) {
    fields.remove(record);
  }

  /** The fields that were set, of each record that has some. */
  @Override
  public synchronized Map<SubjectRef, ObjectNode> read(ReadRequest request) {
    Map<SubjectRef, ObjectNode> read = new HashMap<>();
    for (SubjectRef record : request.records()) {
      ObjectNode known = fields.get(record);
      if (known != null) {
        read.put(record, known.deepCopy());
      }
    }
    return read;
  }

  /** Those of a type whose fields equal the filters, in the order of their ids. */
  @Override
  public synchronized Page<SubjectRef> list(ListRequest request) {
    List<SubjectRef> fitting =
        fields.entrySet().stream()
            .filter(one -> one.getKey().type().equals(request.type()))
            .filter(
                one ->
                    request.filters().properties().stream()
                        .allMatch(
                            filter ->
                                filter.getValue().equals(one.getValue().get(filter.getKey()))))
            .map(Map.Entry::getKey)
            .sorted(Comparator.comparing(SubjectRef::id))
            .filter(one -> request.cursor() == null || one.id().compareTo(request.cursor()) > 0)
            .toList();
    List<SubjectRef> page = fitting.subList(0, Math.min(request.limit(), fitting.size()));
    return new Page<>(
        page,
        page.size() < fitting.size()
            ? Optional.of(page.get(page.size() - 1).id())
            : Optional.empty());
  }

  @Override
  public synchronized ObjectNode updateFields(Call call, SubjectRef record, ObjectNode changed) {
    return once(
        call,
        () -> {
          ObjectNode stored =
              fields.computeIfAbsent(record, key -> JsonNodeFactory.instance.objectNode());
          ObjectNode previous = JsonNodeFactory.instance.objectNode();
          changed
              .fieldNames()
              .forEachRemaining(
                  name ->
                      previous.set(
                          name, stored.path(name).isMissingNode() ? null : stored.get(name)));
          stored.setAll(changed);
          return previous;
        });
  }

  @Override
  public synchronized List<String> addTag(Call call, SubjectRef record, String tag) {
    return once(
        call,
        () -> {
          TreeSet<String> all = tags.computeIfAbsent(record, key -> new TreeSet<>());
          all.add(tag);
          return List.copyOf(all);
        });
  }

  @Override
  public synchronized List<String> removeTag(Call call, SubjectRef record, String tag) {
    return once(
        call,
        () -> {
          TreeSet<String> all = tags.computeIfAbsent(record, key -> new TreeSet<>());
          all.remove(tag);
          return List.copyOf(all);
        });
  }

  @Override
  public synchronized String addNote(Call call, SubjectRef record, String note, String visibility) {
    return once(
        call,
        () -> {
          notes.add(new Note(record, note, visibility));
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
  public synchronized String enqueueExport(Call call, NewExport export) {
    return once(
        call,
        () -> {
          exports.add(export);
          return "export-" + exports.size();
        });
  }

  /** The fields that were set on a record, or null if none was. */
  public synchronized @Nullable ObjectNode fields(SubjectRef record) {
    return fields.get(record);
  }

  public synchronized List<String> tags(SubjectRef record) {
    return List.copyOf(tags.getOrDefault(record, new TreeSet<>()));
  }

  public synchronized List<Note> notes() {
    return List.copyOf(notes);
  }

  public synchronized List<NewTask> tasks() {
    return List.copyOf(tasks);
  }

  public synchronized List<NewExport> exports() {
    return List.copyOf(exports);
  }
}
