package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import java.util.List;

/** The specifications of the actions on the host's records. */
final class RecordSpecs {

  private static final String TYPE = "entity_type";
  private static final String ID = "entity_id";
  private static final String TYPE_TEXT = "the kind of record; the subject's by default";
  private static final String ID_TEXT = "which record; the subject by default";

  static final ActionSpec CREATE_TASK =
      ActionSpec.builder("create_task", "Creates a task in the host's data.")
          .required("title", KeyType.TEXT, "what is to be done")
          .optional("description", KeyType.TEXT, "more about it")
          .optional("assignee", KeyType.ID, "who is to do it, as the host knows them")
          .optional("assigned_to_id", KeyType.ID, "the same as `assignee`")
          .optional(
              "due_date", KeyType.DATE, "by when; of an instant, its day in the tenant's zone")
          .optional("priority", KeyType.ID, "such as `high`; the host gives it its meaning")
          .exclusive("assignee", "assigned_to_id")
          .output("`taskId`")
          .example(
              """
              {"title": "Follow up with {{lead.company_name}}",
               "description": "Lead showed high interest", "assignee": "{{lead.owner.email}}",
               "due_date": "{{today+2}}", "priority": "high"}""")
          .build();

  static final ActionSpec UPDATE_FIELD =
      entity(ActionSpec.builder("update_field", "Sets one field of a record."))
          .required("field", KeyType.LINE, "the field's name")
          .required("value", KeyType.ANY, "its new value; null empties it")
          .output("`previous` and `value`")
          .example(
              """
              {"entity_type": "lead", "entity_id": "{{lead.id}}",
               "field": "status", "value": "contacted"}""")
          .build();

  static final ActionSpec UPDATE_LEAD =
      ActionSpec.builder("update_lead", "Sets fields of a lead.")
          .optional("field", KeyType.LINE, "the field's name")
          .optional("value", KeyType.ANY, "its new value; null empties it")
          .optional("fields", KeyType.OBJECT, "several fields with their new values")
          .optional(ID, KeyType.ID, "which lead; the subject by default")
          .anyOf("field", "fields")
          .exclusive("field", "fields")
          .needs("field", "value")
          .needs("value", "field")
          .check(RecordSpecs::checkFields)
          .output("`previous` and `value`; with `fields`, an object of fields each")
          .example(
              """
              {"fields": {"status": "contacted", "lead_score": 80}}""")
          .build();

  static final ActionSpec ADD_TAG = tag("add_tag", "Adds a tag to a record.");

  static final ActionSpec REMOVE_TAG = tag("remove_tag", "Removes a tag from a record.");

  static final ActionSpec ADD_NOTE =
      entity(ActionSpec.builder("add_note", "Adds a note to a record."))
          .required("note", KeyType.TEXT, "what it says")
          .optionalOneOf(
              "visibility", List.of("internal", "public"), "who sees it; `internal` by default")
          .output("`noteId`")
          .example(
              """
              {"entity_type": "lead", "entity_id": "{{lead.id}}",
               "note": "Lead automatically qualified based on score", "visibility": "internal"}""")
          .build();

  static final ActionSpec ENQUEUE_EXPORT =
      ActionSpec.builder("enqueue_export", "Has the host export records and mail the file.")
          .requiredOneOf("export_type", List.of("csv", "json"), "the file's format")
          .required(TYPE, KeyType.LINE, "the kind of records")
          .optional(
              "filters",
              KeyType.OBJECT,
              "field, or field and comparison as in `created_at__gte`, to value")
          .optional("email_to", KeyType.EMAIL, "who gets the file")
          .output("`exportId`")
          .example(
              """
              {"export_type": "csv", "entity_type": "lead",
               "filters": {"status": "qualified", "created_at__gte": "{{today-30}}"},
               "email_to": "{{user.email}}"}""")
          .build();

  private RecordSpecs() {}

  private static void checkFields(JsonNode config, Problems problems) {
    JsonNode fields = config.path("fields");
    if (fields.isObject() && fields.isEmpty()) {
      problems.at("fields").add("names no field");
    }
  }

  private static ActionSpecBuilder entity(ActionSpecBuilder spec) {
    return spec.optional(TYPE, KeyType.LINE, TYPE_TEXT).optional(ID, KeyType.ID, ID_TEXT);
  }

  private static ActionSpec tag(String type, String summary) {
    return entity(ActionSpec.builder(type, summary))
        .required("tag", KeyType.LINE, "the tag")
        .output("`tags`: all tags of the record")
        .example(
            """
            {"tag": "hot"}""")
        .build();
  }
}
