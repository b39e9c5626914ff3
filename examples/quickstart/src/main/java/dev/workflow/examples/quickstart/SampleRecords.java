package dev.workflow.examples.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.spi.RecordGateway;
import java.util.List;

/**
 * Stands for the host's data: takes everything and keeps nothing. Ids follow from the idempotency
 * key.
 */
final class SampleRecords implements RecordGateway {

  private static String id(String kind, Call call) {
    return kind + "-" + Integer.toHexString(call.idempotencyKey().hashCode());
  }

  @Override
  public ObjectNode updateFields(Call call, SubjectRef record, ObjectNode fields) {
    return Json.object();
  }

  @Override
  public List<String> addTag(Call call, SubjectRef record, String tag) {
    return List.of(tag);
  }

  @Override
  public List<String> removeTag(Call call, SubjectRef record, String tag) {
    return List.of();
  }

  @Override
  public String addNote(Call call, SubjectRef record, String note, String visibility) {
    return id("note", call);
  }

  @Override
  public String createTask(Call call, NewTask task) {
    return id("task", call);
  }

  @Override
  public String enqueueExport(Call call, NewExport export) {
    return id("export", call);
  }
}
