package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.WorkflowRef;
import dev.workflow.messaging.Route;
import dev.workflow.spi.store.EventRow;
import java.util.ArrayList;
import java.util.List;

/** A receipt as stored with its event. */
final class ReceiptJson {

  private ReceiptJson() {}

  static String write(PublishReceipt receipt, List<Receipts.NotMatched> notMatched) {
    ObjectNode json = Json.object();
    for (PublishReceipt.Started started : receipt.started()) {
      workflow(json.withArray("started").addObject(), started.workflow())
          .put("instance", started.instance().toString());
    }
    for (PublishReceipt.Answered answered : receipt.answered()) {
      json.withArray("answered")
          .addObject()
          .put("instance", answered.instance().toString())
          .put("step", answered.step());
    }
    receipt.exited().forEach(instance -> json.withArray("exited").add(instance.toString()));
    for (PublishReceipt.Suppressed suppressed : receipt.suppressed()) {
      workflow(json.withArray("suppressed").addObject(), suppressed.workflow())
          .put("reason", suppressed.reason().text())
          .put("detail", suppressed.detail());
    }
    receipt.routes().forEach(route -> json.withArray("routes").add(RouteJson.write(route)));
    for (Receipts.NotMatched one : notMatched) {
      workflow(json.withArray("notMatched").addObject(), one.workflow())
          .put("because", one.because());
    }
    return Json.write(json);
  }

  /** The candidates of which a stored receipt says why they did not match. */
  static List<Receipts.NotMatched> notMatched(String receipt) {
    List<Receipts.NotMatched> notMatched = new ArrayList<>();
    Json.read(receipt)
        .path("notMatched")
        .forEach(
            one ->
                notMatched.add(
                    new Receipts.NotMatched(workflow(one), one.path("because").asText())));
    return notMatched;
  }

  static ObjectNode workflow(ObjectNode json, WorkflowRef workflow) {
    return json.put("workflow", workflow.key()).put("version", workflow.version());
  }

  /** The receipt of an event that was accepted before. */
  static PublishReceipt repeated(EventRow row) {
    JsonNode json = row.receipt() == null ? Json.object() : Json.read(row.receipt());
    List<PublishReceipt.Started> started = new ArrayList<>();
    json.path("started")
        .forEach(one -> started.add(new PublishReceipt.Started(workflow(one), instance(one))));
    List<PublishReceipt.Answered> answered = new ArrayList<>();
    json.path("answered")
        .forEach(
            one ->
                answered.add(
                    new PublishReceipt.Answered(instance(one), one.path("step").asText())));
    List<InstanceId> exited = new ArrayList<>();
    json.path("exited").forEach(one -> exited.add(InstanceId.parse(one.asText())));
    List<PublishReceipt.Suppressed> suppressed = new ArrayList<>();
    json.path("suppressed")
        .forEach(
            one ->
                suppressed.add(
                    new PublishReceipt.Suppressed(
                        workflow(one),
                        Reason.of(one.path("reason").asText()),
                        one.path("detail").asText())));
    List<Route> routes = new ArrayList<>();
    json.path("routes").forEach(one -> routes.add(RouteJson.read(one)));
    return new PublishReceipt(row.id(), true, started, answered, exited, suppressed, routes);
  }

  /** The instances that a stored receipt names as started. */
  static List<InstanceId> started(String receipt) {
    List<InstanceId> started = new ArrayList<>();
    Json.read(receipt).path("started").forEach(one -> started.add(instance(one)));
    return started;
  }

  static PublishReceipt repeated(PublishReceipt first) {
    return new PublishReceipt(
        first.eventId(),
        true,
        first.started(),
        first.answered(),
        first.exited(),
        first.suppressed(),
        first.routes());
  }

  static WorkflowRef workflow(JsonNode json) {
    return WorkflowRef.of(json.path("workflow").asText(), json.path("version").asInt());
  }

  private static InstanceId instance(JsonNode json) {
    return InstanceId.parse(json.path("instance").asText());
  }
}
