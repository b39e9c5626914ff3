package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.Event;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.RecordGateway;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/** The actions that tie workflows, events and data together. */
final class WorkflowActions {

  private static final Log LOG = Log.of(WorkflowActions.class);
  private static final int LOGGED = 2_000;

  /** So many instances are started in one transaction. */
  private static final int PORTION = 200;

  private static final int LONGEST_CURSOR = 500;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> TAKEN =
      Set.of("event", "subject", "input", "steps", "terms", "tenant", "today", "now", "secret");

  static final ActionSpec START_WORKFLOW =
      ActionSpec.builder(
              "start_workflow", "Starts another workflow for the same subject, without waiting.")
          .required("workflow", KeyType.WORKFLOW, "its key; the newest published version starts")
          .optional("input", KeyType.OBJECT, "what it sees as `input`")
          .output("`instanceId`")
          .example(
              """
              {"workflow": "lead-nurture", "input": {"source": "{{lead.source}}"}}""")
          .build();

  static final ActionSpec START_FOR_RECORDS =
      ActionSpec.builder(
              "start_for_records",
              "Starts another workflow for each record that the host lists, a portion at a time.")
          .required("workflow", KeyType.WORKFLOW, "its key; the newest published version starts")
          .required("entity_type", KeyType.LINE, "the type of the records")
          .optional("filters", KeyType.OBJECT, "which records, as the host understands it")
          .optional("input", KeyType.OBJECT, "what each instance sees as `input`")
          .optional("cursor", KeyType.LINE, "where the portion begins: `next` of the one before")
          .optional(
              "once",
              KeyType.LINE,
              "a record is started once for each such key; the instance's id by default")
          .output("`listed`, `last`, and `next` unless it is the last")
          .example(
              """
              {"workflow": "stuck-deal", "entity_type": "deal", "filters": {"stage": "offer", "changed_at__lt": "{{today-14}}"}}""")
          .build();

  static final ActionSpec PUBLISH_EVENT =
      ActionSpec.builder("publish_event", "Publishes an event, as if the host had done so.")
          .required("event", KeyType.EVENT_TYPE, "its type")
          .optional("payload", KeyType.OBJECT, "what happened")
          .optional("entity_type", KeyType.LINE, "what it is about; the subject's by default")
          .optional("entity_id", KeyType.ID, "which thing it is about; the subject by default")
          .optional("correlation", KeyType.ID, "finds steps that wait with this key")
          .output("`event`")
          .example(
              """
              {"event": "lead.qualified", "payload": {"score": "{{lead.score}}"}}""")
          .build();

  static final ActionSpec SET =
      ActionSpec.builder("set", "Sets top-level values of the instance's data.")
          .optional("name", KeyType.NAME, "the value's name")
          .optional("value", KeyType.ANY, "the value")
          .optional("values", KeyType.OBJECT, "several names with their values")
          .anyOf("name", "values")
          .exclusive("name", "values")
          .needs("name", "value")
          .needs("value", "name")
          .check(WorkflowActions::checkNames)
          .output("the names with their values")
          .example(
              """
              {"name": "greeting", "value": "Dear {{lead.first_name}}"}""")
          .build();

  static final ActionSpec LOGGING =
      ActionSpec.builder("log", "Writes a line into the application's log.")
          .required("message", KeyType.TEXT, "what it says; at most 2,000 characters are written")
          .optionalOneOf(
              "level", List.of("debug", "info", "warn", "error"), "how loud; `info` by default")
          .output("nothing")
          .example(
              """
              {"message": "Lead {{lead.id}} is ready", "level": "info"}""")
          .build();

  private WorkflowActions() {}

  private static void checkNames(JsonNode config, Problems problems) {
    JsonNode name = config.path("name");
    if (TAKEN.contains(name.asText())) {
      problems.at("name").add(taken(name.asText()));
    }
    config
        .path("values")
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (TAKEN.contains(key)) {
                problems.at("values").at(key).add(taken(key));
              } else if (!NAME.matcher(key).matches()) {
                problems
                    .at("values")
                    .at(key)
                    .add("a name has letters, digits and underscores, and no digit first");
              }
            });
  }

  private static String taken(String name) {
    return "\"" + name + "\" belongs to the engine; choose another name";
  }

  static ActionResult startWorkflow(ActionContext context, ActionConfig config) {
    try {
      String id = context.startWorkflow(config.text("workflow"), config.object("input")).toString();
      return ActionResult.completed(JsonNodeFactory.instance.objectNode().put("instanceId", id));
    } catch (NotFoundException | ConflictException e) {
      throw new FinalFailure("/workflow", String.valueOf(e.getMessage()));
    }
  }

  static ActionResult startForRecords(
      RecordGateway records, ActionContext context, ActionConfig config) {
    String type = config.text("entity_type");
    String given = config.optionalText("cursor");
    String cursor = given == null || given.isEmpty() ? null : given;
    String key = config.optionalText("once");
    String once = key == null || key.isEmpty() ? context.instance().toString() : key;
    FieldChecks.requireReadable(context, type, config.object("filters"), "/filters");
    Page<SubjectRef> page =
        records.list(
            new RecordGateway.ListRequest(
                context.tenant(),
                context.principal(),
                type,
                config.object("filters"),
                cursor,
                PORTION));
    String next = page.next().orElse(null);
    if (page.items().size() > PORTION) {
      throw new FinalFailure(
          "/entity_type",
          "the RecordGateway listed "
              + page.items().size()
              + " records; it was asked for "
              + PORTION);
    } else if (next != null && (next.equals(cursor) || next.length() > LONGEST_CURSOR)) {
      throw new FinalFailure(
          "/cursor",
          "the RecordGateway gave the cursor that it was given, or one longer than "
              + LONGEST_CURSOR
              + " characters");
    }
    try {
      for (SubjectRef record : page.items()) {
        context.startWorkflow(config.text("workflow"), record, config.object("input"), once);
      }
    } catch (NotFoundException | ConflictException e) {
      throw new FinalFailure("/workflow", String.valueOf(e.getMessage()));
    }
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("listed", page.items().size()).put("last", next == null);
    if (next != null) {
      output.put("next", next);
    }
    return ActionResult.completed(output);
  }

  static ActionResult publishEvent(ActionContext context, ActionConfig config) {
    boolean named =
        config.optionalText("entity_type") != null || config.optionalText("entity_id") != null;
    SubjectRef subject = named ? Records.target(context, config) : context.subject();
    String type = config.text("event");
    Event event = Event.of(context.tenant(), type, subject, config.object("payload"));
    String correlation = config.optionalText("correlation");
    context.publish(correlation == null ? event : event.withCorrelation(correlation));
    return ActionResult.completed(JsonNodeFactory.instance.objectNode().put("event", type));
  }

  static ActionResult set(ActionContext context, ActionConfig config) {
    ObjectNode values = config.object("values");
    String name = config.optionalText("name");
    if (name != null) {
      values.set(name, config.value("value"));
    }
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      context.set(value.getKey(), value.getValue());
    }
    return ActionResult.completed(values);
  }

  static ActionResult log(ActionContext context, ActionConfig config) {
    return log(LOG, context, config);
  }

  static ActionResult log(Log log, ActionContext context, ActionConfig config) {
    String line = CONTROLS.matcher(config.text("message")).replaceAll(" ");
    Level level = Level.valueOf(config.text("level", "info").toUpperCase(Locale.ROOT));
    log.at(
        level,
        "{} in {} of {} ({}): {}",
        context.step(),
        context.workflow(),
        context.tenant(),
        context.instance(),
        line.length() > LOGGED ? line.substring(0, LOGGED) + "…" : line);
    return ActionResult.completed();
  }
}
