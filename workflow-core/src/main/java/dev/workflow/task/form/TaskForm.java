package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The form of an answer: a JSON Schema, draft 2020-12, that answers are checked against and that a
 * console shows.
 *
 * <p>All keywords of the core, applicator and validation vocabularies are known, but for those that
 * need other documents or the course of a check: {@code $id}, {@code $anchor}, {@code $dynamicRef},
 * {@code $dynamicAnchor}, {@code $vocabulary}, {@code unevaluatedProperties} and {@code
 * unevaluatedItems}. {@code $ref} names a place of the same form; nothing is ever fetched. What a
 * form adds to the draft:
 *
 * <ul>
 *   <li>a field that the form does not list is refused, unless {@code additionalProperties} is
 *       written. What a branch of {@code anyOf}, {@code oneOf}, {@code then} … lists counts if the
 *       answer takes that branch. A schema that says nothing of objects takes any;
 *   <li>{@code format} is checked for {@code date}, {@code time}, {@code date-time}, {@code
 *       duration} (all by RFC 3339), {@code email}, {@code uri}, {@code uri-reference}, {@code
 *       hostname}, {@code ipv4}, {@code ipv6}, {@code uuid} (RFC 9562), {@code json-pointer} (RFC
 *       6901) and {@code regex}. Other formats are for the console;
 *   <li>patterns are in RE2 syntax, in which no pattern takes more than linear time: there is no
 *       looking ahead or behind and no back reference;
 *   <li>a keyword that is not of the draft is refused, unless its name begins with {@code x-} or
 *       holds a colon, such as {@code ui:widget}.
 * </ul>
 *
 * <p>Limits: a form has at most {@value #MAX_BYTES} bytes, {@value #MAX_SCHEMAS} schemas and
 * {@value #MAX_NESTING} of them within each other; an answer is nested at most {@value #MAX_DEPTH}
 * deep, and a check takes a bounded number of steps.
 *
 * <p>Numbers are exact decimals: 0.1 is a multiple of 0.01, and 1.0 is an integer. Immutable and
 * thread-safe.
 */
public final class TaskForm {

  /** The most bytes of a form as it is written. */
  public static final int MAX_BYTES = 262_144;

  /** The most schemas of a form, the form itself and those within it. */
  public static final int MAX_SCHEMAS = 2_000;

  /** The most schemas within each other. */
  public static final int MAX_NESTING = 32;

  /** The deepest nesting of an answer. */
  public static final int MAX_DEPTH = 100;

  private final JsonNode schema;
  private final FormSchema root;

  private TaskForm(JsonNode schema, FormSchema root) {
    this.schema = schema;
    this.root = root;
  }

  /**
   * Reads a form.
   *
   * @param problems gets everything that is wrong with it
   * @return null if something is wrong
   */
  public static @Nullable TaskForm compile(JsonNode schema, Problems problems) {
    Problems found = Problems.none();
    Json.check(schema, MAX_BYTES, found);
    if (found.isEmpty()) {
      FormSchema root = new FormReader(schema).read(found);
      if (found.isEmpty()) {
        return new TaskForm(schema.deepCopy(), root);
      }
    }
    problems.addAll(found.list());
    return null;
  }

  /**
   * Looks for everything that is wrong with an answer.
   *
   * @return each problem with its place in the answer; empty if the answer fits. No value of the
   *     answer is told
   */
  public Problems check(JsonNode answer) {
    Problems problems = Problems.none();
    Json.check(answer, Long.MAX_VALUE, problems);
    if (!problems.isEmpty()) {
      return problems;
    }
    CheckedValue place = CheckedValue.root();
    try {
      root.check(answer, place);
      return place.problems();
    } catch (CheckedValue.TooMuchException e) {
      problems.add(String.valueOf(e.getMessage()));
      return problems;
    }
  }

  /** A copy of the form as it was written, keys in their order. */
  public JsonNode schema() {
    return schema.deepCopy();
  }

  @Override
  public String toString() {
    return "TaskForm" + FormWording.shown(schema);
  }
}
