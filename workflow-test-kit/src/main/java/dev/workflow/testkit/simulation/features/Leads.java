package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.spi.RecordGateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The host's records of a story: each lead has a status, which the story changes. */
final class Leads implements RecordGateway {

  /** What every lead is at first. */
  static final String NEW = "new";

  /** What ends workflows that ask for it. */
  static final String WON = "won";

  private final Host host;
  private final Map<String, String> statuses = new HashMap<>();

  Leads(Host host) {
    this.host = host;
  }

  /**
   * @param status empty: the record is gone
   */
  void put(String lead, String status) {
    statuses.put(lead, status);
  }

  /** Empty: it is gone. */
  String status(String lead) {
    return statuses.getOrDefault(lead, NEW);
  }

  @Override
  public Map<SubjectRef, ObjectNode> read(ReadRequest request) {
    if (request.tenant().equals(Cast.A)) {
      host.call(Host.RECORDS);
    }
    Map<SubjectRef, ObjectNode> known = new HashMap<>();
    for (SubjectRef record : request.records()) {
      String status = status(record.id());
      if (!status.isEmpty()) {
        known.put(record, Json.object().put("status", status));
      }
    }
    return known;
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("no story changes a record of the host");
  }

  @Override
  public ObjectNode updateFields(Call call, SubjectRef record, ObjectNode fields) {
    throw unused();
  }

  @Override
  public List<String> addTag(Call call, SubjectRef record, String tag) {
    throw unused();
  }

  @Override
  public List<String> removeTag(Call call, SubjectRef record, String tag) {
    throw unused();
  }

  @Override
  public String addNote(Call call, SubjectRef record, String note, String visibility) {
    throw unused();
  }

  @Override
  public String createTask(Call call, NewTask task) {
    throw unused();
  }

  @Override
  public String enqueueExport(Call call, NewExport export) {
    throw unused();
  }
}
