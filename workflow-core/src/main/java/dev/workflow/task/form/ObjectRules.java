package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of a schema about objects. */
final class ObjectRules {

  private final SchemaReader reader;
  private final Map<String, FormSchema> properties;

  ObjectRules(SchemaReader reader) {
    this.reader = reader;
    this.properties = reader.schemas("properties");
  }

  void read() {
    readRequired();
    readFields();
    readCounts();
    readNames();
    readDependent();
  }

  private void readRequired() {
    if (!reader.has("required")) {
      return;
    }
    JsonNode required = reader.json().get("required");
    if (required.isBoolean()) {
      reader
          .at("required")
          .add(
              "expected a list of names; it belongs next to \"properties\" and names some of them");
      return;
    }
    List<String> names = reader.texts(required, reader.at("required"));
    reader.rule((value, place) -> checkRequired(names, "", value, place));
  }

  private void checkRequired(
      List<String> names, String because, JsonNode value, CheckedValue place) {
    if (!value.isObject()) {
      return;
    }
    for (String name : names) {
      if (!value.has(name)) {
        FormSchema field = properties.get(name);
        String title = field == null ? "" : FormWording.titled(field.title);
        place.problems().at(name).add("is required" + because + title);
      }
    }
  }

  private void readFields() {
    Map<Pattern, FormSchema> patterns = new LinkedHashMap<>();
    reader
        .schemas("patternProperties")
        .forEach(
            (text, schema) -> {
              Pattern pattern = ValueRules.pattern(text, reader.at("patternProperties").at(text));
              if (pattern != null) {
                patterns.put(pattern, schema);
              }
            });
    FormSchema others = reader.schema("additionalProperties");
    if (!properties.isEmpty() || !patterns.isEmpty() || others != null) {
      reader.rule((value, place) -> checkFields(patterns, others, value, place));
    }
  }

  private void checkFields(
      Map<Pattern, FormSchema> patterns,
      @Nullable FormSchema others,
      JsonNode value,
      CheckedValue place) {
    if (!value.isObject()) {
      return;
    }
    properties.keySet().forEach(place::list);
    if (others != null) {
      place.open();
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String name = field.getKey();
      CheckedValue at = place.at(name);
      FormSchema own = properties.get(name);
      boolean listed = own != null;
      if (own != null) {
        own.check(field.getValue(), at);
      }
      for (Map.Entry<Pattern, FormSchema> pattern : patterns.entrySet()) {
        if (ValueRules.found(pattern.getKey(), name, place)) {
          listed = true;
          place.list(name);
          pattern.getValue().check(field.getValue(), place.at(name));
        }
      }
      if (!listed && others != null) {
        checkOther(name, others, field.getValue(), at);
      }
    }
  }

  private void checkOther(String name, FormSchema others, JsonNode value, CheckedValue at) {
    if (others.always != null && !others.always) {
      at.add(FormWording.unknownField(name, List.copyOf(properties.keySet()), 12));
    } else {
      others.check(value, at);
    }
  }

  private void readCounts() {
    long least = reader.count("minProperties", 0);
    long most = reader.count("maxProperties", Long.MAX_VALUE);
    if (least > most) {
      reader.at("minProperties").add("is more than \"maxProperties\": nothing would fit");
    }
    if (least > 0 || most != Long.MAX_VALUE) {
      reader.rule(
          (value, place) -> {
            if (value.isObject() && (value.size() < least || value.size() > most)) {
              place.add(
                  "has "
                      + FormWording.count(value.size(), "field", "fields")
                      + (value.size() < least
                          ? "; at least " + least + " are needed"
                          : "; at most " + most + " are allowed"));
            }
          });
    }
  }

  private void readNames() {
    FormSchema names = reader.schema("propertyNames");
    if (names != null) {
      reader.rule(
          (value, place) ->
              value
                  .fieldNames()
                  .forEachRemaining(
                      name -> {
                        CheckedValue trial = place.trial();
                        names.check(TextNode.valueOf(name), trial);
                        trial
                            .problems()
                            .list()
                            .forEach(
                                problem ->
                                    place
                                        .problems()
                                        .at(name)
                                        .add("the name of this field " + problem.message()));
                      }));
    }
  }

  private void readDependent() {
    JsonNode dependent = reader.json().path("dependentRequired");
    if (!dependent.isMissingNode() && !dependent.isObject()) {
      reader.at("dependentRequired").add(FormWording.expected("an object of lists", dependent));
    }
    dependent
        .properties()
        .forEach(
            field -> {
              List<String> names =
                  reader.texts(field.getValue(), reader.at("dependentRequired").at(field.getKey()));
              String because = " beside " + FormWording.quote(field.getKey());
              reader.rule(
                  (value, place) -> {
                    if (value.has(field.getKey())) {
                      checkRequired(names, because, value, place);
                    }
                  });
            });
    reader
        .schemas("dependentSchemas")
        .forEach(
            (name, schema) -> {
              reader.schema().sameValue.add(schema);
              reader.rule(
                  (value, place) -> {
                    if (value.has(name)) {
                      schema.apply(value, place);
                    }
                  });
            });
  }
}
