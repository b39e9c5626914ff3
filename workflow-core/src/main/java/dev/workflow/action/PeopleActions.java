package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The actions that people do, and how their answers are read. */
final class PeopleActions {

  private static final List<String> APPROVAL_ANSWER = List.of("approved", "comment");
  private static final List<String> CHECKLIST_ANSWER = List.of("items");

  private static final String[] OF_STEP = {"role", "assignee", "due", "required", "timeout"};

  static final ActionSpec APPROVAL =
      ActionSpec.builder("approval", "A person approves or rejects.")
          .ofStep(OF_STEP)
          .optional("approverRole", KeyType.LINE, "the role that may answer; fixed, no expression")
          .optional("message", KeyType.TEXT, "what is to be decided")
          .output(
              "the answer: `approved` (true or false), `comment`. The step completes either way;"
                  + " a later `when` or `branch` tells the two apart")
          .example(
              """
              {"approverRole": "LAWYER", "message": "Send the offer?"}""")
          .build();

  static final ActionSpec CHECKLIST =
      ActionSpec.builder("checklist", "A person ticks off a list.")
          .ofStep(OF_STEP)
          .optional("items", KeyType.TEXT_LIST, "what is to be ticked off, each item once")
          .check(PeopleActions::checkItems)
          .output(
              "`items`: every item with `true`. The answer is"
                  + " `{\"items\": {\"Passport seen\": true}}`"
                  + " or `{\"items\": [\"Passport seen\"]}` and must tick all of them")
          .example(
              """
              {"items": ["Passport seen", "Address checked"]}""")
          .build();

  private PeopleActions() {}

  private static void checkItems(JsonNode config, Problems problems) {
    JsonNode items = config.path("items");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String item = items.path(i).asText();
      if (!item.isBlank() && !seen.add(item)) {
        problems.at("items").at(i).add("appears twice: " + Wording.quoted(item));
      }
    }
  }

  static ObjectNode approval(ActionConfig config, ObjectNode answer, Problems problems) {
    refuseUnknown(answer, APPROVAL_ANSWER, problems);
    JsonNode approved = answer.path("approved");
    if (!approved.isBoolean()) {
      problems.at("approved").add(Wording.expected("true or false", approved));
    }
    JsonNode comment = answer.path("comment");
    boolean hasComment = !comment.isMissingNode() && !comment.isNull();
    if (hasComment && !comment.isTextual()) {
      problems.at("comment").add(Wording.expected("a text", comment));
    }
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.set("approved", approved);
    if (hasComment) {
      output.set("comment", comment);
    }
    return output;
  }

  static ObjectNode checklist(ActionConfig config, ObjectNode answer, Problems problems) {
    refuseUnknown(answer, CHECKLIST_ANSWER, problems);
    Map<String, Boolean> ticks = ticks(answer.get("items"), problems.at("items"));
    List<String> items = config.texts("items");
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    ObjectNode ticked = output.putObject("items");
    for (String item : items.isEmpty() ? List.copyOf(ticks.keySet()) : items) {
      if (!ticks.getOrDefault(item, false)) {
        problems.at("items").at(item).add("is not ticked off");
      }
      ticked.put(item, true);
    }
    for (String item : ticks.keySet()) {
      if (!items.isEmpty() && !items.contains(item)) {
        problems.at("items").at(item).add("there is no such item" + DidYouMean.suffix(item, items));
      }
    }
    return output;
  }

  private static Map<String, Boolean> ticks(@Nullable JsonNode items, Problems problems) {
    Map<String, Boolean> ticks = new LinkedHashMap<>();
    if (items == null || items.isNull()) {
      return ticks;
    }
    if (items.isArray()) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i).isTextual()) {
          ticks.put(items.get(i).textValue(), true);
        } else {
          problems.at(i).add(Wording.expected("the text of an item", items.get(i)));
        }
      }
    } else if (items.isObject()) {
      items.properties().forEach(item -> tick(ticks, item.getKey(), item.getValue(), problems));
    } else {
      problems.add(Wording.expected("an object of items with true, or a list of items", items));
    }
    return ticks;
  }

  private static void tick(
      Map<String, Boolean> ticks, String item, JsonNode value, Problems problems) {
    if (value.isBoolean()) {
      ticks.put(item, value.booleanValue());
    } else {
      problems.at(item).add(Wording.expected("true or false", value));
      ticks.put(item, true);
    }
  }

  private static void refuseUnknown(ObjectNode answer, List<String> known, Problems problems) {
    answer
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                String suggestion = DidYouMean.suffix(name, known);
                String remedy =
                    suggestion.isEmpty()
                        ? "; an answer has " + String.join(", ", known)
                        : suggestion;
                problems.at(name).add("unknown key " + Wording.quoted(name) + remedy);
              }
            });
  }
}
