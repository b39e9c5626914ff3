package dev.workflow.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The places of a workflow in which parameters stand. */
final class Placeholders {

  static final String PARAMETER = "$parameter";

  private final JsonNode properties;
  private final Set<String> used;

  /**
   * @param used takes up the parameters that stand somewhere
   */
  Placeholders(ObjectNode parameters, Set<String> used) {
    this.properties = parameters.path("properties");
    this.used = used;
  }

  /** Whether a parameter has to be given. */
  static boolean isRequired(ObjectNode parameters, String name) {
    for (JsonNode required : parameters.path("required")) {
      if (name.equals(required.textValue())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a value is one place as a whole. */
  static boolean isWhole(JsonNode value) {
    return value.isObject() && value.has(PARAMETER);
  }

  /** Names what is wrong with the places of a value. */
  void check(JsonNode value, Problems place) {
    if (isWhole(value)) {
      checkWhole(value, place);
    } else if (value.isTextual()) {
      checkText(value.textValue(), place);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), place.at(i));
      }
    } else {
      value.properties().forEach(one -> check(one.getValue(), place.at(one.getKey())));
    }
  }

  private void checkWhole(JsonNode value, Problems place) {
    JsonNode name = value.get(PARAMETER);
    if (value.size() > 1) {
      place.add("a place of a parameter has \"$parameter\" and nothing else");
    }
    if (!name.isTextual()) {
      place.at(PARAMETER).add("expected the name of a parameter");
    } else {
      checkKnown(name.textValue(), place.at(PARAMETER));
    }
  }

  private void checkText(String text, Problems place) {
    TextPlaces places = TextPlaces.of(text);
    if (places.unclosed()) {
      place.add(
          "\"${\" is never closed; add \"}\", or write \"$${\" for the characters themselves");
    }
    for (TextPlaces.Part part : places.parts()) {
      if (part.kind().isParameter() && checkKnown(part.text(), place)) {
        String type = properties.path(part.text()).path("type").asText();
        if (type.equals("object") || type.equals("array")) {
          place.add(
              "the parameter \""
                  + part.text()
                  + "\" is of the type "
                  + type
                  + ": write {\"$parameter\": \""
                  + part.text()
                  + "\"} in the place of the text");
        }
      }
    }
  }

  private boolean checkKnown(String name, Problems place) {
    used.add(name);
    if (properties.has(name)) {
      return true;
    }
    List<String> known = new ArrayList<>();
    properties.fieldNames().forEachRemaining(known::add);
    place.add("there is no parameter \"" + name + "\"" + DidYouMean.suffix(name, known));
    return false;
  }
}
