package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the keywords of one schema. Used once. */
final class SchemaReader {

  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private static final Set<String> ABOUT_OBJECTS =
      Set.of(
          "properties",
          "patternProperties",
          "additionalProperties",
          "required",
          "minProperties",
          "maxProperties",
          "propertyNames",
          "dependentRequired",
          "dependentSchemas");

  private final FormReader form;
  private final FormSchema schema;
  private final JsonNode json;
  private final String pointer;
  private final Problems problems;
  private final int nesting;

  SchemaReader(
      FormReader form,
      FormSchema schema,
      JsonNode json,
      String pointer,
      Problems problems,
      int nesting) {
    this.form = form;
    this.schema = schema;
    this.json = json;
    this.pointer = pointer;
    this.problems = problems;
    this.nesting = nesting;
  }

  void read() {
    Keywords.check(json, problems);
    text("$schema", this::draft);
    for (String key : List.of("title", "description", "$comment", "contentEncoding")) {
      text(key, ignored -> {});
    }
    text("title", title -> schema.title = title);
    schema.types = types();
    schema.closes =
        schema.types.contains(FormType.OBJECT) || ABOUT_OBJECTS.stream().anyMatch(json::has);
    text("$ref", reference -> form.refer(schema, reference, problems.at("$ref")));
    schemas("$defs");
    new ValueRules(this).read();
    new ListRules(this).read();
    new ObjectRules(this).read();
    new CombinedRules(this).read();
  }

  private void draft(String uri) {
    if (!uri.equals(DRAFT) && !uri.equals(DRAFT + "#")) {
      problems.at("$schema").add("a form is in draft 2020-12: write \"" + DRAFT + "\"");
    }
  }

  private Set<FormType> types() {
    JsonNode type = json.path("type");
    if (type.isMissingNode()) {
      return Set.of();
    }
    Problems place = problems.at("type");
    Set<FormType> types = EnumSet.noneOf(FormType.class);
    if (type.isArray()) {
      if (type.isEmpty()) {
        place.add("names no type");
      }
      for (int i = 0; i < type.size(); i++) {
        FormType one = type(type.get(i), place.at(i));
        if (one != null && !types.add(one)) {
          place.at(i).add("appears twice");
        }
      }
    } else {
      FormType one = type(type, place);
      if (one != null) {
        types.add(one);
      }
    }
    return types;
  }

  private static @Nullable FormType type(JsonNode name, Problems place) {
    FormType type = name.isTextual() ? FormType.named(name.textValue()).orElse(null) : null;
    if (type == null) {
      List<String> names = new ArrayList<>();
      for (FormType one : FormType.values()) {
        names.add(one.key());
      }
      String suggestion = name.isTextual() ? DidYouMean.suffix(name.textValue(), names) : "";
      place.add(
          "expected one of "
              + String.join(", ", names)
              + "; found "
              + FormWording.shown(name)
              + suggestion);
    }
    return type;
  }

  // What the rules read with

  FormSchema schema() {
    return schema;
  }

  JsonNode json() {
    return json;
  }

  boolean has(String key) {
    return json.has(key);
  }

  Problems at(String key) {
    return problems.at(key);
  }

  void rule(FormSchema.Rule rule) {
    schema.rules.add(rule);
  }

  void text(String key, Consumer<String> use) {
    JsonNode value = json.path(key);
    if (value.isTextual()) {
      use.accept(value.textValue());
    } else if (!value.isMissingNode()) {
      at(key).add(FormWording.expected("a text", value));
    }
  }

  /** A count; negative (and a problem) if it is none. Missing: the other. */
  long count(String key, long otherwise) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    boolean whole =
        value.isNumber()
            && FormNumbers.isWhole(FormNumbers.exact(value))
            && FormNumbers.exact(value).signum() >= 0
            && FormNumbers.isMeasured(FormNumbers.exact(value));
    if (!whole) {
      at(key).add("expected a whole number from 0, found " + FormWording.shown(value));
      return otherwise;
    }
    return FormNumbers.exact(value)
        .min(java.math.BigDecimal.valueOf(Integer.MAX_VALUE))
        .longValueExact();
  }

  /** The schema of a keyword; null where it is missing. */
  @Nullable FormSchema schema(String key) {
    return has(key)
        ? form.schema(json.get(key), pointer + "/" + escaped(key), at(key), nesting + 1)
        : null;
  }

  /** A schema that looks at the same value. */
  @Nullable FormSchema sameValue(String key) {
    FormSchema found = schema(key);
    if (found != null) {
      schema.sameValue.add(found);
    }
    return found;
  }

  /** The schemas of an object, by its keys. */
  Map<String, FormSchema> schemas(String key) {
    Map<String, FormSchema> found = new LinkedHashMap<>();
    if (has(key) && !json.get(key).isObject()) {
      at(key).add(FormWording.expected("an object of schemas", json.get(key)));
    }
    json.path(key)
        .properties()
        .forEach(
            field ->
                found.put(
                    field.getKey(),
                    form.schema(
                        field.getValue(),
                        pointer + "/" + escaped(key) + "/" + escaped(field.getKey()),
                        at(key).at(field.getKey()),
                        nesting + 1)));
    return found;
  }

  /** The schemas of a list; empty where it is missing. */
  List<FormSchema> list(String key) {
    List<FormSchema> found = new ArrayList<>();
    JsonNode list = json.path(key);
    if (has(key) && (!list.isArray() || list.isEmpty())) {
      at(key).add("expected a list of one schema or more, found " + shown(list));
      return found;
    }
    for (int i = 0; i < list.size(); i++) {
      String place = pointer + "/" + escaped(key) + "/" + i;
      found.add(form.schema(list.get(i), place, at(key).at(i), nesting + 1));
    }
    return found;
  }

  /** The texts of a list, each once. */
  List<String> texts(JsonNode list, Problems place) {
    List<String> found = new ArrayList<>();
    if (!list.isArray()) {
      place.add(FormWording.expected("a list of names", list));
      return found;
    }
    for (int i = 0; i < list.size(); i++) {
      if (!list.get(i).isTextual()) {
        place.at(i).add(FormWording.expected("a name", list.get(i)));
      } else if (found.contains(list.get(i).textValue())) {
        place.at(i).add("appears twice: " + FormWording.shown(list.get(i)));
      } else {
        found.add(list.get(i).textValue());
      }
    }
    return found;
  }

  private static String shown(JsonNode list) {
    return list.isArray() ? "an empty one" : FormWording.kind(list);
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
