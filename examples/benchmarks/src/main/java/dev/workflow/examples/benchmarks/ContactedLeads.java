package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.spi.RecordGateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Records of the host that are read and not written: leads that were contacted. Thread-safe. */
final class ContactedLeads implements RecordGateway {

  /** Their status. The event that started the run says another one. */
  static final String CONTACTED = "contacted";

  private final LongAdder calls = new LongAdder();
  private final LongAdder read = new LongAdder();

  long calls() {
    return calls.sum();
  }

  /** How many records were read. */
  long read() {
    return read.sum();
  }

  @Override
  public Map<SubjectRef, ObjectNode> read(ReadRequest request) {
    calls.increment();
    read.add(request.records().size());
    Map<SubjectRef, ObjectNode> records = new HashMap<>();
    request
        .records()
        .forEach(record -> records.put(record, Json.object().put("status", CONTACTED)));
    return records;
  }

  @Override
  public ObjectNode updateFields(Call call, SubjectRef record, ObjectNode fields) {
    throw new UnsupportedOperationException("records are only read");
  }

  @Override
  public List<String> addTag(Call call, SubjectRef record, String tag) {
    throw new UnsupportedOperationException("records are only read");
  }

  @Override
  public List<String> removeTag(Call call, SubjectRef record, String tag) {
    throw new UnsupportedOperationException("records are only read");
  }

  @Override
  public String addNote(Call call, SubjectRef record, String note, String visibility) {
    throw new UnsupportedOperationException("records are only read");
  }

  @Override
  public String createTask(Call call, NewTask task) {
    throw new UnsupportedOperationException("records are only read");
  }

  @Override
  public String enqueueExport(Call call, NewExport export) {
    throw new UnsupportedOperationException("records are only read");
  }
}
