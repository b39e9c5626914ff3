package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.workflow.internal.text.Wording;
import java.util.List;

/**
 * The state of one rendering: the data, the element a loop is at, the text so far and what is left
 * of the bounds. One thread, one use; a whole configuration shares one.
 */
final class Rendering {

  private static final int CHARACTERS_PER_STEP = 64;

  private final JsonNode data;
  private final RenderContext given;
  private RenderContext context;
  private final StringBuilder out = new StringBuilder();
  private long outputLeft;
  private long stepsLeft;
  private JsonNode item = MissingNode.getInstance();
  private int index;
  private String expression = "";
  private boolean skipsMissing;

  Rendering(JsonNode data, RenderContext context) {
    this.data = data;
    this.given = context;
    this.context = context;
    this.outputLeft = context.limits().output();
    this.stepsLeft = context.limits().steps();
  }

  JsonNode data() {
    return data;
  }

  RenderContext context() {
    return context;
  }

  /** Sets the rules for what follows; {@code NONE} goes back to those of the given context. */
  void escaping(Escaping rules) {
    context = rules == Escaping.NONE ? given : given.escaping(rules);
  }

  boolean strict() {
    return context.mode() == RenderMode.STRICT;
  }

  JsonNode item() {
    return item;
  }

  int index() {
    return index;
  }

  /** Names the expression that is rendered from here on, for errors. */
  void at(String text) {
    expression = text;
  }

  /** The error of the present expression; the reason continues after {@code {{lead.email}}}. */
  ExpressionException failure(String reason) {
    String shown = expression.isEmpty() ? "The template " : "{{" + Wording.clip(expression) + "}} ";
    return new ExpressionException(expression, shown + reason);
  }

  /** The same of a value that is missing. */
  ExpressionException missing(String reason) {
    return new ExpressionException(
        expression, String.valueOf(failure(reason).getMessage()), reason);
  }

  /** Whether a text that reads what is missing is left out instead of failing the whole. */
  void skipsMissing(boolean skips) {
    skipsMissing = skips;
  }

  boolean skipsMissing() {
    return skipsMissing;
  }

  void spend(long steps) {
    stepsLeft -= steps;
    if (stepsLeft < 0) {
      throw failure(
          "takes the rendering beyond its "
              + context.limits().steps()
              + " steps of work; render less, or raise maxSteps");
    }
  }

  /** Pays for work that grows with the length of a text. */
  void spendOn(CharSequence text) {
    spend(1 + text.length() / CHARACTERS_PER_STEP);
  }

  void checkOutput(long characters) {
    if (characters > outputLeft) {
      throw failure(
          "makes the text longer than "
              + context.limits().output()
              + " characters; render less, or raise maxOutput");
    }
  }

  /** Renders the segments into one text. */
  String text(List<Segment> segments) {
    out.setLength(0);
    writeAll(segments);
    outputLeft -= out.length();
    return out.toString();
  }

  void writeAll(List<Segment> segments) {
    for (int i = 0; i < segments.size(); i++) {
      segments.get(i).write(this);
    }
  }

  void literal(String text) {
    checkOutput((long) out.length() + text.length());
    out.append(text);
  }

  /** Writes a value that is there into the text. */
  void value(JsonNode value, boolean raw) {
    if (value.isInt() || value.isLong()) {
      out.append(value.longValue());
    } else {
      String text = value.isTextual() ? value.textValue() : Values.text(value, this);
      checkOutput((long) out.length() + text.length());
      Escaper.escape(text, raw, this, out);
    }
    checkOutput(out.length());
  }

  /** Counts text that was made apart from the running one. */
  void produced(CharSequence text) {
    checkOutput(text.length());
    outputLeft -= text.length();
  }

  /** Renders the body once for every element. */
  void loop(JsonNode list, List<Segment> body) {
    JsonNode outerItem = item;
    int outerIndex = index;
    for (int i = 0; i < list.size(); i++) {
      spend(1);
      item = list.get(i);
      index = i;
      writeAll(body);
    }
    item = outerItem;
    index = outerIndex;
  }
}
