package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition over JSON data: parsed and checked once, evaluated many times.
 *
 * <pre>{@code
 * {"and": [
 *   {"field": "status", "operator": "eq", "value": "qualified"},
 *   {"or": [
 *     {"field": "lead_score", "operator": "gte", "value": 80},
 *     {"field": "items.*.price", "operator": "gt", "value": {"ref": "quote.amount"}}]}]}
 * }</pre>
 *
 * <ul>
 *   <li>Evaluation stops as soon as the verdict is known, goes from left to right, and throws on no
 *       JSON data, except a {@link NotEvaluableException} if it would take too much work.
 *   <li>Types never coerce; numbers compare by their exact decimal value, strings by code point. A
 *       missing field is null.
 *   <li>{@code *} in a field is any element: the leaf holds if one element fits its operator, the
 *       negated ones included. So {@code items.*.sku ne "A"} is true if some element is not A, and
 *       {@code not} around {@code items.*.sku eq "A"} if none is. No element of an empty list fits.
 *   <li>A day, week, month or year of {@code within_last} and {@code within_next} is one of the
 *       calendar in the context's zone.
 * </ul>
 *
 * <p>Immutable and thread-safe; the JSON it was parsed from is copied. Two conditions are equal if
 * they say the same in the same form: an alias counts as its operator, 1 and 1.0 as one number.
 */
public final class Condition {

  private static final Condition ALWAYS = new Condition(Node.Always.INSTANCE);

  private final Node root;

  /** Made when it is first needed; it does not matter if that happens twice. */
  private @Nullable Program program;

  Condition(Node root) {
    this.root = root;
  }

  /** The condition that is always true: {@code {}}. */
  public static Condition always() {
    return ALWAYS;
  }

  /** Whether this is {@link #always()}: it holds whatever the data are. */
  public boolean isAlways() {
    return root instanceof Node.Always;
  }

  /**
   * Reads a condition. None at all (Java or JSON null, or a missing node) is {@link #always()}.
   *
   * @throws InvalidConditionException with every problem and its place; also for conditions nested
   *     deeper than 64 or with more than 10,000 leaves
   */
  public static Condition parse(@Nullable JsonNode json) {
    if (json == null || Values.isNothing(json)) {
      return ALWAYS;
    }
    Node root = ConditionReader.read(json);
    return root instanceof Node.Always ? ALWAYS : new Condition(root);
  }

  /**
   * Reads a condition from JSON text; decimals keep every digit.
   *
   * @throws InvalidConditionException with every problem and its place; also if the text is not
   *     JSON or an object holds a key twice
   */
  public static Condition parse(String json) {
    return parse(ConditionReader.tree(json));
  }

  /**
   * Begins a condition on a field in Java: {@code Condition.field("lead_score").gte(80)}.
   *
   * @param path as in the JSON form, such as {@code items.*.sku}
   */
  public static ConditionOnField field(String path) {
    return new ConditionOnField(path, false);
  }

  /** Another field as the value to compare with: {@code {"ref": "quote.amount"}}. */
  public static JsonNode ref(String path) {
    return JsonNodeFactory.instance.objectNode().put("ref", path);
  }

  /** All of them hold; true if there are none. */
  public static Condition allOf(Condition... conditions) {
    return group("and", conditions);
  }

  /** At least one of them holds; false if there are none. */
  public static Condition anyOf(Condition... conditions) {
    return group("or", conditions);
  }

  /** It does not hold. */
  public static Condition not(Condition condition) {
    return parse(JsonNodeFactory.instance.objectNode().set("not", condition.toJson()));
  }

  private static Condition group(String form, Condition... conditions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray(form);
    for (Condition condition : conditions) {
      list.add(condition.toJson());
    }
    return parse(json);
  }

  /**
   * Whether the condition holds for the data; null data are missing. Where {@linkplain
   * EvaluationContext#masked() values may be masked} it is evaluated by Kleene's logic, so that a
   * verdict that no masked value could change is one.
   *
   * @throws NotEvaluableException if it would take too much work, or depends on a {@linkplain
   *     dev.workflow.expression.MaskedValue masked value}: it is neither true nor false then
   */
  public boolean test(@Nullable JsonNode data, EvaluationContext context) {
    JsonNode tested = data == null ? MissingNode.getInstance() : data;
    if (context.masked()) {
      Effort.begin();
      return Kleene.holds(root, tested, context);
    }
    return program().testAlone(tested, context);
  }

  /**
   * The same for one of several that are asked about one event and share what they may take, from
   * {@link Effort#beginTogether} on.
   *
   * @throws NotEvaluableException as {@link #test} does, or if the others have taken it
   */
  public boolean testTogether(JsonNode data, EvaluationContext context) {
    Effort.together(true);
    try {
      return test(data, context);
    } finally {
      Effort.together(false);
    }
  }

  /** The same for one whose cost is not worth counting. */
  boolean testShared(JsonNode data, EvaluationContext context) {
    return program().test(data, context);
  }

  /** Whether what it costs is counted. */
  boolean isCostly() {
    return program().costly();
  }

  /** The same as {@link #test}. */
  public boolean evaluate(@Nullable JsonNode data, EvaluationContext context) {
    return test(data, context);
  }

  /** The verdict of {@link #test} with its reasons. Slower: for people, not for every event. */
  public Explanation explain(@Nullable JsonNode data, EvaluationContext context) {
    return Explainer.explain(root, data == null ? MissingNode.getInstance() : data, context);
  }

  /**
   * The canonical JSON: operators by their own name, what is the default left out. Parsing it gives
   * an equal condition. A new tree each time.
   */
  public JsonNode toJson() {
    return root.json();
  }

  /**
   * The condition in words on one line of at most 1,000 characters, for people: {@code lead_score
   * gte 50 and (status eq new or tags contains "a b")}. Long values are shortened.
   */
  public String describe() {
    return ConditionText.of(root);
  }

  /**
   * The paths of the data the condition reads, as written and in order: its fields, the fields it
   * compares with, and those within expressions. Unmodifiable.
   */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    root.collectFields(fields::add);
    return Collections.unmodifiableSet(fields);
  }

  private Program program() {
    Program made = program;
    if (made == null) {
      made = Program.of(root);
      program = made;
    }
    return made;
  }

  Node root() {
    return root;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.root.equals(root);
  }

  @Override
  public int hashCode() {
    return Objects.hash(root);
  }

  /** The canonical JSON as text. */
  @Override
  public String toString() {
    return toJson().toString();
  }
}
