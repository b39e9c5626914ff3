package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that may hold expressions in double braces, read once and rendered many times.
 *
 * <ul>
 *   <li>{@code {{lead.email}}}: the value at a {@link DataPath} of the data
 *   <li>{@code {{today+2w}}}: an ISO date in the tenant's zone; units d (default), w, M, y and b
 *       (business days)
 *   <li>{@code {{now-90m}}}: an ISO instant; units s, m and h too
 *   <li>{@code {{lead.name | default: "there"}}}: filters {@code default}, {@code upper}, {@code
 *       lower}, {@code trim}, {@code date: "d MMMM yyyy"}, {@code number: "#,##0.00"} and {@code
 *       json}; an argument is a text in quotes (escapes {@code \"} and {@code \\}), a number, true,
 *       false or null
 *   <li><code>{{#each items}} {{&#64;index}} {{this.sku}} {{else}} none {{/each}}</code> and {@code
 *       {{#if paid}} … {{else}} … {{/if}}}; nothing, false, 0 and what is empty do not count as
 *       true
 *   <li>{@code {{secret.api_key}}}: a secret of the context
 *   <li>{@code {{{lead.html}}}}: a value without {@link Escaping}
 *   <li><code>\{{</code>: the braces themselves; {@code \\} before braces is one backslash
 * </ul>
 *
 * <p>A text that is exactly one expression keeps the JSON type of its value, null included; within
 * other text a value is written as text and null counts as missing. Numbers are written plainly and
 * equal numbers alike (1000.0 as {@code 1000}), objects and arrays as compact JSON. An expression
 * within the data is never evaluated.
 *
 * <p>Immutable and thread-safe. Values are given out by reference and must not be changed. Two
 * templates are equal if their texts are.
 */
public final class Template {

  private final String text;
  private final List<Segment> segments;
  private final Set<String> paths;
  private final Set<String> secrets;
  private final @Nullable TextNode constant;
  private final Segment.@Nullable Value lone;

  private Template(String text, TemplateParser parser) {
    this.text = text;
    this.segments = parser.parse();
    this.paths = Collections.unmodifiableSet(parser.paths());
    this.secrets = Collections.unmodifiableSet(parser.secrets());
    this.constant = constant(segments);
    this.lone =
        segments.size() == 1 && segments.get(0) instanceof Segment.Value value ? value : null;
  }

  private static @Nullable TextNode constant(List<Segment> segments) {
    if (segments.isEmpty()) {
      return TextNode.valueOf("");
    }
    return segments.size() == 1 && segments.get(0) instanceof Segment.Literal literal
        ? TextNode.valueOf(literal.text())
        : null;
  }

  /**
   * Reads a text.
   *
   * @throws InvalidExpressionException with every problem, its offset and its remedy
   */
  public static Template parse(String text) {
    return new Template(text, new TemplateParser(text));
  }

  /** Whether the text holds opening braces, so that it may differ from what it renders to. */
  public static boolean containsExpression(String text) {
    return text.contains("{{");
  }

  /** Whether every rendering gives the same text. */
  public boolean isConstant() {
    return constant != null;
  }

  /**
   * The paths of the data that are read, as written and in order. A value within an element of a
   * loop is not listed, its list is; {@code today}, {@code now} and secrets are no data.
   */
  public Set<String> paths() {
    return paths;
  }

  /** The names of the secrets that are read: {@code api_key} for {@code {{secret.api_key}}}. */
  public Set<String> secrets() {
    return secrets;
  }

  /**
   * The value: with its JSON type where the text is exactly one expression, else a text.
   *
   * @throws ExpressionException if a value is missing in {@link RenderMode#STRICT}, does not fit
   *     its filter or escaping, or a bound is reached
   */
  public JsonNode evaluate(JsonNode data, RenderContext context) {
    return constant != null ? constant : evaluate(new Rendering(data, context));
  }

  JsonNode evaluate(Rendering rendering) {
    if (constant != null) {
      return constant;
    }
    if (lone == null) {
      return TextNode.valueOf(rendering.text(segments));
    }
    JsonNode value = lone.expression().value(rendering);
    if (!value.isMissingNode()) {
      return Escaper.escape(value, lone.raw(), rendering);
    }
    if (rendering.strict()) {
      throw lone.expression().missing(value, rendering);
    }
    rendering.context().missed(lone.expression().text());
    return NullNode.getInstance();
  }

  JsonNode write(Rendering rendering) {
    return constant != null ? constant : TextNode.valueOf(rendering.text(segments));
  }

  /**
   * The text, regardless of the type of its values.
   *
   * @throws ExpressionException if a value is missing or null in {@link RenderMode#STRICT}, does
   *     not fit its filter or escaping, or a bound is reached
   */
  public String render(JsonNode data, RenderContext context) {
    return constant != null ? constant.textValue() : new Rendering(data, context).text(segments);
  }

  /**
   * The value as {@link #evaluate} gives it, for places that must not fail: what is missing is null
   * (empty within text), and so is a whole text with an expression that cannot be rendered. Secrets
   * are not available.
   */
  public JsonNode evaluateLeniently(JsonNode data, Instant now, ZoneId zone) {
    if (constant != null) {
      return constant;
    }
    try {
      return evaluate(data, RenderContext.of(now, zone).mode(RenderMode.LENIENT));
    } catch (ExpressionException e) {
      return NullNode.getInstance();
    }
  }

  /** The text as it was written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template && template.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
