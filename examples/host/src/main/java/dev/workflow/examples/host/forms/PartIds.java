package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Gives an id to each trigger or action that is written without one. Where a whole workflow is
 * written anew, those that say the same keep theirs, and then those of the same type in their
 * order.
 */
final class PartIds {

  private final String type;
  private final Set<String> taken = new HashSet<>();
  private final List<ObjectNode> before = new ArrayList<>();

  private PartIds(String type) {
    this.type = type;
  }

  /**
   * @param type the key of the type, of which an id is made
   * @param before what was there with its ids
   */
  static void give(ArrayNode parts, ArrayNode before, String type) {
    PartIds ids = new PartIds(type);
    parts.forEach(part -> ids.taken.add(part.path("id").asText()));
    for (JsonNode one : before) {
      if (ids.taken.add(one.path("id").asText())) {
        ids.before.add((ObjectNode) one);
      }
    }
    ids.keep(parts, (part, old) -> with("", part).equals(with("", old)));
    ids.keep(parts, (part, old) -> part.path(type).equals(old.path(type)));
    ids.make(parts);
  }

  private void keep(ArrayNode parts, BiPredicate<ObjectNode, ObjectNode> same) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof ObjectNode part && !part.hasNonNull("id")) {
        for (ObjectNode old : before) {
          if (same.test(part, old)) {
            parts.set(i, with(old.path("id").asText(), part));
            before.remove(old);
            break;
          }
        }
      }
    }
  }

  private void make(ArrayNode parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof ObjectNode part && !part.hasNonNull("id")) {
        String id = Names.free(Names.key(part.path(type).asText(), "part"), taken);
        taken.add(id);
        parts.set(i, with(id, part));
      }
    }
  }

  private static ObjectNode with(String id, ObjectNode part) {
    ObjectNode known = Json.object();
    known.setAll(part);
    known.remove("id");
    return Json.object().put("id", id).<ObjectNode>setAll(known);
  }
}
