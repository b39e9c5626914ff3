package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.RecordGateway.NewExport;
import dev.workflow.spi.RecordGateway.NewTask;
import java.util.List;

/** The actions on the host's records. */
final class RecordActions {

  private static final String LEAD = "lead";

  private RecordActions() {}

  static ActionResult createTask(
      RecordGateway records, ActionContext context, ActionConfig config) {
    String assignee = config.optionalText("assignee");
    NewTask task =
        new NewTask(
            context.subject(),
            config.text("title"),
            config.optionalText("description"),
            assignee == null ? config.optionalText("assigned_to_id") : assignee,
            config.date("due_date", context.zone()),
            config.optionalText("priority"));
    return completed("taskId", records.createTask(Records.call(context), task));
  }

  static ActionResult updateField(
      RecordGateway records, ActionContext context, ActionConfig config) {
    return updateOne(records, context, config, Records.target(context, config));
  }

  static ActionResult updateLead(
      RecordGateway records, ActionContext context, ActionConfig config) {
    SubjectRef lead = Records.target(context.subject(), LEAD, config);
    if (config.optionalText("field") != null) {
      return updateOne(records, context, config, lead);
    }
    ObjectNode fields = config.object("fields");
    FieldChecks.requireWritable(context, lead.type(), fields, "/fields");
    ObjectNode previous = records.updateFields(Records.call(context), lead, fields.deepCopy());
    return updated(FieldChecks.seen(context, lead.type(), previous), fields);
  }

  private static ActionResult updateOne(
      RecordGateway records, ActionContext context, ActionConfig config, SubjectRef record) {
    String field = config.text("field");
    JsonNode value = config.value("value");
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.set(field, value.deepCopy());
    FieldChecks.requireWritable(context, record.type(), fields, "/field");
    JsonNode previous =
        FieldChecks.seen(
                context, record.type(), records.updateFields(Records.call(context), record, fields))
            .get(field);
    return updated(previous == null ? JsonNodeFactory.instance.nullNode() : previous, value);
  }

  private static ActionResult updated(JsonNode previous, JsonNode value) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.set("previous", previous);
    output.set("value", value);
    return ActionResult.completed(output);
  }

  static ActionResult addTag(RecordGateway records, ActionContext context, ActionConfig config) {
    SubjectRef record = Records.target(context, config);
    return tags(records.addTag(Records.call(context), record, config.text("tag")));
  }

  static ActionResult removeTag(RecordGateway records, ActionContext context, ActionConfig config) {
    SubjectRef record = Records.target(context, config);
    return tags(records.removeTag(Records.call(context), record, config.text("tag")));
  }

  private static ActionResult tags(List<String> tags) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    ArrayNode list = output.putArray("tags");
    tags.forEach(list::add);
    return ActionResult.completed(output);
  }

  static ActionResult addNote(RecordGateway records, ActionContext context, ActionConfig config) {
    SubjectRef record = Records.target(context, config);
    String visibility = config.text("visibility", "internal");
    String id = records.addNote(Records.call(context), record, config.text("note"), visibility);
    return completed("noteId", id);
  }

  static ActionResult enqueueExport(
      RecordGateway records, ActionContext context, ActionConfig config) {
    String type = config.text("entity_type");
    FieldChecks.requireReadable(context, type, config.object("filters"), "/filters");
    NewExport export =
        new NewExport(
            config.text("export_type"),
            type,
            config.object("filters"),
            config.optionalText("email_to"));
    return completed("exportId", records.enqueueExport(Records.call(context), export));
  }

  private static ActionResult completed(String key, String id) {
    return ActionResult.completed(JsonNodeFactory.instance.objectNode().put(key, id));
  }
}
