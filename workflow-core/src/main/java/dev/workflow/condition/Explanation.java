package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a condition held or did not: a tree of the condition's shape with an outcome for every part,
 * and for every leaf that was reached the actual value next to the expected one.
 *
 * <p>Prints one line a part, such as {@code ✗ lead_score gte 80 (was 60)}. Long values are
 * shortened. Immutable and thread-safe; never throws.
 */
public final class Explanation {

  /** The result of a part of the condition. */
  public enum Outcome {
    TRUE("✓"),
    FALSE("✗"),
    /** The verdict was known before. */
    NOT_REACHED("·");

    private final String mark;

    Outcome(String mark) {
      this.mark = mark;
    }

    static Outcome of(boolean holds) {
      return holds ? TRUE : FALSE;
    }
  }

  /** What is known about a leaf beyond its outcome; notes are for people. */
  record Reading(Node.Leaf leaf, JsonNode actual, JsonNode expected, List<String> notes) {}

  private final String form;
  private final Outcome outcome;
  private final List<Explanation> children;
  private final Optional<Reading> reading;

  private Explanation(
      String form, Outcome outcome, List<Explanation> children, Optional<Reading> reading) {
    this.form = form;
    this.outcome = outcome;
    this.children = children;
    this.reading = reading;
  }

  static Explanation group(String form, Outcome outcome, List<Explanation> children) {
    return new Explanation(form, outcome, List.copyOf(children), Optional.empty());
  }

  static Explanation leaf(Outcome outcome, Reading reading) {
    return new Explanation("field", outcome, List.of(), Optional.of(reading));
  }

  /** The verdict, the same that evaluating gives. */
  public boolean holds() {
    return outcome == Outcome.TRUE;
  }

  /** The result of this part. */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * {@code and}, {@code or}, {@code not}, {@code field} for a leaf, {@code always} for {@code {}}.
   */
  public String form() {
    return form;
  }

  /** The parts within, in the condition's order; none for a leaf. */
  public List<Explanation> children() {
    return children;
  }

  /** The field of a leaf as written in the condition. */
  public Optional<String> field() {
    return reading.map(reading -> reading.leaf().field().toString());
  }

  /**
   * The operator of a leaf by its own name, {@code gte} also where the condition says {@code >=}.
   */
  public Optional<String> operator() {
    return reading.map(reading -> reading.leaf().operator().canonical());
  }

  /**
   * The value a leaf found, its beginning as a text where it is long, JSON null where it is
   * missing. Empty for a group and for a leaf that was not reached. For a field with {@code *} the
   * element that fits, or the list of those that do not.
   */
  public Optional<JsonNode> actual() {
    return reached().map(reading -> present(reading.actual()));
  }

  /** The value a leaf compared with, that of a {@code ref} or an expression included. */
  public Optional<JsonNode> expected() {
    return reached().map(reading -> present(reading.expected()));
  }

  private static JsonNode present(JsonNode value) {
    return value.isMissingNode() ? NullNode.getInstance() : value.deepCopy();
  }

  /** Remarks on a leaf, such as {@code type mismatch: text vs number}. */
  public List<String> notes() {
    return reached().map(Reading::notes).orElse(List.of());
  }

  /** The first leaf that made the condition false; empty if it holds or has no such leaf. */
  public Optional<Explanation> firstFailing() {
    return outcome == Outcome.FALSE ? decisive() : Optional.empty();
  }

  /** The first leaf because of which this part has its outcome. */
  private Optional<Explanation> decisive() {
    if (reading.isPresent()) {
      return Optional.of(this);
    }
    boolean passesOn = form.equals("not");
    return children.stream()
        .filter(child -> passesOn || child.outcome == outcome)
        .findFirst()
        .flatMap(Explanation::decisive);
  }

  private Optional<Reading> reached() {
    return outcome == Outcome.NOT_REACHED ? Optional.empty() : reading;
  }

  /**
   * The tree as JSON: the condition's own keys with {@code outcome} ({@code true}, {@code false} or
   * {@code not reached}) beside them, and {@code actual}, {@code expected} and {@code notes} beside
   * those of a leaf that was reached.
   */
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    if (form.equals("not")) {
      json.set("not", children.get(0).toJson());
    } else if (form.equals("and") || form.equals("or")) {
      ArrayNode list = json.putArray(form);
      children.forEach(child -> list.add(child.toJson()));
    }
    reading.ifPresent(reading -> json.setAll(reading.leaf().json()));
    actual().ifPresent(actual -> json.set("actual", actual));
    expected().ifPresent(expected -> json.set("expected", expected));
    if (!notes().isEmpty()) {
      ArrayNode list = json.putArray("notes");
      notes().forEach(list::add);
    }
    return json;
  }

  /** One line a part, indented by its depth. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    print(out, 0);
    return out.toString();
  }

  private void print(StringBuilder out, int depth) {
    out.append("  ".repeat(depth)).append(outcome.mark).append(' ');
    out.append(reading.map(this::line).orElse(form));
    for (Explanation child : children) {
      out.append('\n');
      child.print(out, depth + 1);
    }
  }

  private String line(Reading reading) {
    Node.Leaf leaf = reading.leaf();
    StringBuilder line = new StringBuilder();
    line.append(Texts.clip(leaf.field().toString(), 100)).append(' ');
    line.append(leaf.operator().canonical())
        .append(' ')
        .append(JsonPreview.line(leaf.right().json()));
    line.append(leaf.ignoreCase() ? " ignoring case" : "");
    if (outcome == Outcome.NOT_REACHED) {
      return line.append(" (not reached)").toString();
    }
    line.append(" (was ").append(JsonPreview.line(reading.actual()));
    if (!(leaf.right() instanceof RightSide.Constant)) {
      line.append("; expected ").append(JsonPreview.line(reading.expected()));
    }
    reading.notes().forEach(note -> line.append("; ").append(note));
    return line.append(')').toString();
  }
}
