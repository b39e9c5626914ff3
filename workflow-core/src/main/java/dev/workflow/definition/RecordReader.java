package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.Wording;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads which records of the host a workflow sees, and what ends it. */
final class RecordReader {

  static final int MAX_RECORDS = 20;
  static final int MAX_TYPE = 100;
  static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private static final Set<String> FIXED =
      Set.of("event", "subject", "input", "steps", "terms", "tenant", "secret", "today", "now");

  private RecordReader() {}

  static Map<String, RecordUse> records(Fields fields) {
    Map<String, RecordUse> records = new LinkedHashMap<>();
    JsonNode json = fields.get("records");
    if (json.isMissingNode()) {
      return records;
    }
    if (!json.isObject()) {
      fields.at("records").add(Wording.expected(Forms.object("records"), json));
      return records;
    }
    if (json.size() > MAX_RECORDS) {
      fields
          .at("records")
          .add("there are " + json.size() + " records; at most " + MAX_RECORDS + " are allowed");
    }
    for (Iterator<Map.Entry<String, JsonNode>> all = json.properties().iterator();
        all.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = all.next();
      Problems place = fields.at("records").at(entry.getKey());
      name(entry.getKey(), place);
      Fields one = Fields.of(entry.getValue(), place, fields.references(), Keys.RECORD);
      if (one != null) {
        records.put(entry.getKey(), record(one, json));
      }
    }
    return records;
  }

  private static void name(String name, Problems place) {
    if (FIXED.contains(name)) {
      place.add("\"" + name + "\" is a name of the engine's own; call the record something else");
    } else if (!NAME.matcher(name).matches()) {
      place.add(
          Wording.quoted(name)
              + " is no name for a record: letters, digits and _, at most 100, no digit first");
    }
  }

  private static RecordUse record(Fields fields, JsonNode records) {
    fields.require("type", "the type of the record, such as \"lead\"");
    String type = fields.label("type", MAX_TYPE);
    Template id =
        Expressions.required(
            fields, "id", "an expression that gives its id, such as \"{{subject.id}}\"");
    for (String path : id.paths()) {
      String first = path.split("\\.", 2)[0];
      if (records.has(first)) {
        fields
            .at("id")
            .add(
                "reads the record \""
                    + first
                    + "\", but all records are read at once; the payload's own is"
                    + " event.payload."
                    + Wording.clip(path));
      }
    }
    return new RecordUse(
        type == null ? "" : type,
        id,
        fields.choice("read", RecordUse.Read.class, RecordUse.Read.EACH_STEP));
  }

  /**
   * @param subject the type of subject that the workflow is about; whether it is missing
   */
  static void exit(Fields fields, List<Exit> exits, boolean subject) {
    if (!fields.has("event") && !fields.has("when")) {
      fields.problems().add("an exit has \"event\", \"when\" or both");
    }
    if (fields.has("correlation") && !fields.has("event")) {
      fields.refuse("when", "correlation");
    } else if (fields.has("correlation") && !subject) {
      fields
          .at("correlation")
          .add(
              "gives the id of the subject that the workflow is about, so the workflow needs its"
                  + " type: \"subject\": \"lead\"");
    }
    Exit exit =
        new Exit(
            fields.has("event") ? Names.event(fields, "event") : null,
            fields.has("correlation")
                ? Expressions.required(
                    fields,
                    "correlation",
                    "an expression that gives an id from the event, such as"
                        + " \"{{quote.lead_id}}\"")
                : null,
            Expressions.condition(fields, "when"));
    if (!fields.has("event") && fields.has("when") && exit.when().isAlways()) {
      fields.at("when").add("always holds, so the workflow would end before its first step");
    }
    exits.add(exit);
  }
}
