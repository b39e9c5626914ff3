package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.condition.PatternAllowance;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a form: finds its schemas, what they refer to, and what is wrong. Used once. */
final class FormReader {

  private record Reference(FormSchema from, String pointer, Problems place) {}

  private enum Visit {
    BEGUN,
    DONE
  }

  private final JsonNode document;
  private final Map<String, FormSchema> read = new LinkedHashMap<>();
  private final Deque<Reference> open = new ArrayDeque<>();
  private final List<Reference> resolved = new ArrayList<>();

  FormReader(JsonNode document) {
    this.document = document;
  }

  FormSchema read(Problems problems) {
    try (PatternAllowance allowance = PatternAllowance.open()) {
      FormSchema root = schema(document, "", problems, 1);
      if (!document.isObject()) {
        problems.add("a form is an object; it describes the fields of an answer");
      } else if (!root.types.isEmpty() && !root.types.contains(FormType.OBJECT)) {
        problems.at("type").add("an answer is an object: write \"object\"");
      }
      while (!open.isEmpty()) {
        resolve(open.pop(), problems);
      }
      if (problems.isEmpty()) {
        refuseCircles();
      }
      return root;
    }
  }

  /** Reads the schema at a pointer, once. */
  FormSchema schema(JsonNode json, String pointer, Problems problems, int nesting) {
    FormSchema known = read.get(pointer);
    if (known != null) {
      return known;
    }
    FormSchema schema = new FormSchema();
    read.put(pointer, schema);
    if (read.size() > TaskForm.MAX_SCHEMAS) {
      if (read.size() == TaskForm.MAX_SCHEMAS + 1) {
        problems.add("the form has more than " + TaskForm.MAX_SCHEMAS + " schemas");
      }
    } else if (nesting > TaskForm.MAX_NESTING) {
      problems.add("is nested deeper than " + TaskForm.MAX_NESTING + " schemas");
    } else if (json.isBoolean()) {
      schema.always = json.booleanValue();
    } else if (json.isObject()) {
      new SchemaReader(this, schema, json, pointer, problems, nesting).read();
    } else {
      problems.add(FormWording.expected("a schema: an object, true or false", json));
    }
    return schema;
  }

  /** Notes that a schema refers to another place. */
  void refer(FormSchema from, String reference, Problems place) {
    if (!reference.equals("#") && !reference.startsWith("#/")) {
      place.add(
          "\"$ref\" names a place of this form, such as \"#/$defs/address\"; found "
              + FormWording.quote(reference)
              + ": nothing is fetched, so copy it into \"$defs\"");
      return;
    }
    try {
      String fragment = reference.substring(1).replace("+", "%2B");
      open.add(new Reference(from, URLDecoder.decode(fragment, StandardCharsets.UTF_8), place));
    } catch (IllegalArgumentException e) {
      place.add(FormWording.quote(reference) + " is not a JSON pointer");
    }
  }

  private void resolve(Reference reference, Problems root) {
    JsonNode target = find(reference.pointer);
    if (target == null) {
      reference.place.add("there is nothing at " + FormWording.quote("#" + reference.pointer));
      return;
    }
    Problems place = root;
    for (String part : reference.pointer.isEmpty() ? List.<String>of() : parts(reference.pointer)) {
      place = place.at(part);
    }
    FormSchema schema = schema(target, reference.pointer, place, 1);
    reference.from.sameValue.add(schema);
    reference.from.rules.add(schema::apply);
    resolved.add(reference);
  }

  private @Nullable JsonNode find(String pointer) {
    JsonNode found = document;
    for (String part : pointer.isEmpty() ? List.<String>of() : parts(pointer)) {
      boolean index = found.isArray() && part.matches("0|[1-9][0-9]{0,8}");
      found = index ? found.path(Integer.parseInt(part)) : found.path(part);
    }
    return found.isMissingNode() ? null : found;
  }

  private static List<String> parts(String pointer) {
    return List.of(pointer.substring(1).split("/", -1)).stream()
        .map(part -> part.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  /** A schema that looks at the same value as one of those it consists of would never end. */
  private void refuseCircles() {
    Map<FormSchema, Visit> visits = new HashMap<>();
    Map<FormSchema, Problems> places = new HashMap<>();
    resolved.forEach(reference -> places.put(reference.from, reference.place));
    for (FormSchema schema : read.values()) {
      if (!visits.containsKey(schema)) {
        visit(schema, visits, places);
      }
    }
  }

  private static void visit(
      FormSchema schema, Map<FormSchema, Visit> visits, Map<FormSchema, Problems> places) {
    visits.put(schema, Visit.BEGUN);
    for (FormSchema next : schema.sameValue) {
      Visit before = visits.get(next);
      if (before == null) {
        visit(next, visits, places);
      } else if (before == Visit.BEGUN && places.containsKey(schema)) {
        Problems place = Objects.requireNonNull(places.get(schema));
        place.add(
            "refers to itself without going a level deeper into the answer: it would never end");
      }
    }
    visits.put(schema, Visit.DONE);
  }
}
