package dev.workflow.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.workflow.Problem;
import dev.workflow.Problems;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a condition from JSON and finds everything that is wrong with it. One use. */
final class ConditionReader {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_LEAVES = 10_000;
  private static final int SHOWN_KEYS = 5;
  private static final int SHOWN_CAUSE = 200;

  private static final List<String> FORMS = List.of("field", "and", "or", "not");
  private static final List<String> LEAF_KEYS =
      List.of("field", "operator", "value", "ignore_case");

  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private int leaves;

  private ConditionReader() {}

  static Node read(JsonNode json) {
    Problems problems = Problems.none();
    ConditionReader reader = new ConditionReader();
    Node node;
    try (PatternAllowance allowed = PatternAllowance.open()) {
      node = reader.within(allowed, json, problems);
    }
    if (reader.leaves > MAX_LEAVES) {
      problems.add("a condition has at most " + MAX_LEAVES + " leaves; split it");
    }
    problems.throwIfAny(InvalidConditionException::new);
    return node;
  }

  private Node within(
      @SuppressWarnings("unused") PatternAllowance allowed, JsonNode json, Problems problems) {
    return condition(json, 0, problems);
  }

  static JsonNode tree(String json) {
    try {
      JsonNode tree = EXACT.readTree(json);
      if (!tree.isMissingNode()) {
        return tree;
      }
      throw unreadable("the text is empty");
    } catch (JsonProcessingException e) {
      throw unreadable(Texts.clip(e.getOriginalMessage(), SHOWN_CAUSE));
    } catch (NumberFormatException e) {
      throw unreadable(Texts.clip(String.valueOf(e.getMessage()), SHOWN_CAUSE));
    }
  }

  private static InvalidConditionException unreadable(String why) {
    return new InvalidConditionException(List.of(new Problem("", "is not JSON: " + why)));
  }

  private Node condition(JsonNode json, int depth, Problems problems) {
    if (!json.isObject()) {
      countLeaf();
      problems.add("a condition is an object; found " + JsonPreview.line(json));
      return Node.Always.INSTANCE;
    }
    String form = json.isEmpty() ? null : form(json, problems);
    if (form == null) {
      countLeaf();
      return Node.Always.INSTANCE;
    }
    if (form.equals("field")) {
      countLeaf();
      Node leaf = leaves > MAX_LEAVES ? null : leaf(json, problems);
      return leaf == null ? Node.Always.INSTANCE : leaf;
    }
    checkKeys(json, List.of(form), problems);
    if (depth >= MAX_DEPTH) {
      problems.add("conditions nest at most " + MAX_DEPTH + " deep");
      return Node.Always.INSTANCE;
    }
    Problems inside = problems.at(form);
    if (form.equals("not")) {
      return new Node.Not(condition(json.get(form), depth + 1, inside));
    }
    List<Node> children = children(form, json.get(form), depth + 1, inside);
    return form.equals("and") ? new Node.And(children) : new Node.Or(children);
  }

  private void countLeaf() {
    leaves++;
  }

  private List<Node> children(String form, JsonNode list, int depth, Problems problems) {
    if (!list.isArray()) {
      problems.add("\"" + form + "\" takes a list of conditions; found " + JsonPreview.line(list));
      return List.of();
    }
    if (list.isEmpty()) {
      countLeaf();
    }
    List<Node> children = new ArrayList<>();
    for (int i = 0; i < list.size() && leaves <= MAX_LEAVES; i++) {
      children.add(condition(list.get(i), depth, problems.at(i)));
    }
    return List.copyOf(children);
  }

  /** The one key that says what the object is, or null after reporting that there is not one. */
  private static @Nullable String form(JsonNode json, Problems problems) {
    List<String> forms = new ArrayList<>(1);
    for (String form : FORMS) {
      if (json.has(form)) {
        forms.add(form);
      }
    }
    if (forms.size() == 1) {
      return forms.get(0);
    }
    problems.add(
        forms.isEmpty()
            ? "a condition has \"field\", \"and\", \"or\" or \"not\"; found " + keys(json)
            : "a condition has only one of \"field\", \"and\", \"or\" and \"not\"; found \""
                + String.join("\" and \"", forms)
                + "\"");
    return null;
  }

  /** The keys that make the object no condition: those of a leaf only if there are no others. */
  private static String keys(JsonNode json) {
    List<String> unknown = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      List<String> kind = LEAF_KEYS.contains(name) ? known : unknown;
      if (kind.size() < SHOWN_KEYS) {
        kind.add(Texts.quote(name));
      }
    }
    return String.join(", ", unknown.isEmpty() ? known : unknown);
  }

  private static void checkKeys(JsonNode json, List<String> allowed, Problems problems) {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!allowed.contains(name)) {
        problems.at(name).add("unknown key " + Texts.quote(name) + Texts.suggestion(name, allowed));
      }
    }
  }

  private @Nullable Node leaf(JsonNode json, Problems problems) {
    checkKeys(json, LEAF_KEYS, problems);
    FieldPath field = field(json.get("field"), problems.at("field"));
    Operator operator = operator(json, problems);
    JsonNode value = json.get("value");
    if (value == null) {
      problems.add("a condition on a field has a \"value\"");
    }
    if (operator == null || value == null) {
      return null;
    }
    if (field != null && field.namesMany() && operator.looksBack()) {
      problems.at("field").add("\"*\" cannot be used with \"" + written(json) + "\"");
    }
    boolean ignoreCase = ignoreCase(json, operator, problems);
    RightSide right =
        new RightSideReader(operator, written(json)).read(value, problems.at("value"));
    return field == null || right == null
        ? null
        : new Node.Leaf(field, operator, right, ignoreCase);
  }

  private static @Nullable FieldPath field(JsonNode field, Problems problems) {
    if (!field.isTextual()) {
      problems.add(
          "\"field\" takes a path such as \"lead.email\"; found " + JsonPreview.line(field));
      return null;
    }
    return FieldPath.parse(field.textValue(), problems);
  }

  private static @Nullable Operator operator(JsonNode json, Problems problems) {
    JsonNode name = json.get("operator");
    if (name == null) {
      problems.add("a condition on a field has an \"operator\"");
      return null;
    }
    Operator operator = name.isTextual() ? Operator.byName(name.textValue()) : null;
    if (operator == null) {
      String hint = name.isTextual() ? Texts.suggestion(name.textValue(), Operator.names()) : "";
      problems.at("operator").add("unknown operator " + JsonPreview.line(name) + hint);
    }
    return operator;
  }

  /** The name of the operator as the author wrote it. */
  private static String written(JsonNode json) {
    return json.get("operator").textValue();
  }

  private static boolean ignoreCase(JsonNode json, Operator operator, Problems problems) {
    JsonNode flag = json.get("ignore_case");
    if (flag == null) {
      return false;
    }
    if (!flag.isBoolean()) {
      problems.at("ignore_case").add("takes true or false; found " + JsonPreview.line(flag));
    } else if (flag.booleanValue() && !operator.canIgnoreCase()) {
      problems
          .at("ignore_case")
          .add("\"" + written(json) + "\" does not compare text by case; leave it out");
    }
    return flag.booleanValue();
  }
}
