package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.util.HashSet;
import java.util.Set;

/** The document while a form is translated into it. */
final class Draft {

  private final ObjectNode document = Json.object();
  private final Places places = new Places();
  private final Problems notes = Problems.none();
  private final Set<String> ids = new HashSet<>();

  ObjectNode document() {
    return document;
  }

  Places places() {
    return places;
  }

  /** What is accepted and probably not meant so. */
  Problems notes() {
    return notes;
  }

  /** Takes over what both call the same, with its mistakes. */
  void copy(Part form, String... keys) {
    for (String key : keys) {
      if (form.has(key)) {
        document.set(key, form.get(key));
      }
    }
  }

  /** The pointer of the next element of a list of the document, which was written elsewhere. */
  String place(ArrayNode list, String key, Problems written) {
    String place = "/" + key + "/" + list.size();
    places.put(place, written.pointer());
    return place;
  }

  /** The id of a part; a harmless one (and a problem) if what is written cannot be one. */
  String id(Part part, String list) {
    String id = part.text("id");
    if (id != null && !Names.isId(id)) {
      part.at("id")
          .add(
              "is not an id: begin with a lower-case letter or digit, then letters, digits, \"-\" or"
                  + " \"_\", at most 100");
    } else if (id != null && !ids.add(list + "/" + id)) {
      part.at("id").add("is the id of another one of the " + list);
    } else if (id != null) {
      return id;
    }
    String free = "part-" + (ids.size() + 1);
    ids.add(list + "/" + free);
    return free;
  }
}
