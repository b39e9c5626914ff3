package dev.workflow.preview.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.preview.PreviewedRun.PreviewedCall;
import dev.workflow.spi.RecordGateway;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the host's records as they are now, and writes none: what would be written is told.
 * Thread-safe as far as the reading is.
 */
public final class PretendedRecords implements RecordGateway {

  private final Function<ReadRequest, Map<SubjectRef, ObjectNode>> reading;
  private final InstantSource clock;
  private final Consumer<PreviewedCall> calls;

  public PretendedRecords(
      Function<ReadRequest, Map<SubjectRef, ObjectNode>> reading,
      InstantSource clock,
      Consumer<PreviewedCall> calls) {
    this.reading = reading;
    this.clock = clock;
    this.calls = calls;
  }

  private void told(Call call, String what, ObjectNode given, JsonNode result) {
    calls.accept(
        new PreviewedCall(clock.instant(), step(call.idempotencyKey()), what, given, result));
  }

  /** The key of a step ends with its name. */
  private static String step(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static ObjectNode about(SubjectRef record) {
    return Json.object().put("record", record.toString());
  }

  @Override
  public Map<SubjectRef, ObjectNode> read(ReadRequest request) {
    return reading.apply(request);
  }

  /** Nothing is started for records of the host. */
  @Override
  public Page<SubjectRef> list(ListRequest request) {
    return new Page<>(List.of(), Optional.empty());
  }

  @Override
  public ObjectNode updateFields(Call call, SubjectRef record, ObjectNode fields) {
    told(call, "update_field", about(record).set("fields", fields), Json.object());
    return Json.object();
  }

  @Override
  public List<String> addTag(Call call, SubjectRef record, String tag) {
    told(call, "add_tag", about(record).put("tag", tag), Json.object());
    return List.of(tag);
  }

  @Override
  public List<String> removeTag(Call call, SubjectRef record, String tag) {
    told(call, "remove_tag", about(record).put("tag", tag), Json.object());
    return List.of();
  }

  @Override
  public String addNote(Call call, SubjectRef record, String note, String visibility) {
    told(
        call,
        "add_note",
        about(record).put("note", note).put("visibility", visibility),
        Json.object());
    return "previewed";
  }

  @Override
  public String createTask(Call call, NewTask task) {
    ObjectNode given = Json.object().put("title", task.title());
    if (task.subject() != null) {
      given.put("record", task.subject().toString());
    }
    told(call, "create_task", given, Json.object());
    return "previewed";
  }

  @Override
  public String enqueueExport(Call call, NewExport export) {
    told(
        call,
        "enqueue_export",
        Json.object().put("type", export.type()).put("entity", export.entityType()),
        Json.object());
    return "previewed";
  }
}
