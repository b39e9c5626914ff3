package dev.workflow.testkit.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.spi.RecordGateway;
import dev.workflow.testkit.RecordedRecords;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A host's data that counts what is read, and that can be unreachable. Thread-safe. */
final class HostRecords implements RecordGateway {

  /** What reading does. */
  interface Reading {
    Map<SubjectRef, ObjectNode> read(ReadRequest request) throws InterruptedException;
  }

  final RecordedRecords stored = new RecordedRecords();
  final List<ReadRequest> requests = new CopyOnWriteArrayList<>();
  volatile Reading reading = stored::read;
  final List<ListRequest> lists = new CopyOnWriteArrayList<>();
  volatile Function<ListRequest, Page<SubjectRef>> listing = stored::list;

  void unreachable(String why) {
    reading =
        request -> {
          throw new IllegalStateException(why);
        };
  }

  void reachable() {
    reading = stored::read;
  }

  @Override
  public Map<SubjectRef, ObjectNode> read(ReadRequest request) {
    requests.add(request);
    try {
      return reading.read(request);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public Page<SubjectRef> list(ListRequest request) {
    lists.add(request);
    return listing.apply(request);
  }

  @Override
  public ObjectNode updateFields(Call call, SubjectRef record, ObjectNode fields) {
    return stored.updateFields(call, record, fields);
  }

  @Override
  public List<String> addTag(Call call, SubjectRef record, String tag) {
    return stored.addTag(call, record, tag);
  }

  @Override
  public List<String> removeTag(Call call, SubjectRef record, String tag) {
    return stored.removeTag(call, record, tag);
  }

  @Override
  public String addNote(Call call, SubjectRef record, String note, String visibility) {
    return stored.addNote(call, record, note, visibility);
  }

  @Override
  public String createTask(Call call, NewTask task) {
    return stored.createTask(call, task);
  }

  @Override
  public String enqueueExport(Call call, NewExport export) {
    return stored.enqueueExport(call, export);
  }
}
