package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.condition.Explanation.Outcome;
import dev.workflow.condition.Explanation.Reading;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a condition as {@link Node#test} does and keeps what it saw. */
final class Explainer {

  private final JsonNode data;
  private final EvaluationContext context;

  private Explainer(JsonNode data, EvaluationContext context) {
    this.data = data;
    this.context = context;
  }

  public static Explanation explain(Node root, JsonNode data, EvaluationContext context) {
    Effort.begin();
    return new Explainer(data, context).explain(root, true);
  }

  private Explanation explain(Node node, boolean reached) {
    if (node instanceof Node.And and) {
      return list("and", and.children(), reached, false);
    }
    if (node instanceof Node.Or or) {
      return list("or", or.children(), reached, true);
    }
    if (node instanceof Node.Not not) {
      Explanation child = explain(not.child(), reached);
      return Explanation.group("not", outcome(reached, !child.holds()), List.of(child));
    }
    return node instanceof Node.Leaf leaf
        ? leaf(leaf, reached)
        : Explanation.group("always", outcome(reached, true), List.of());
  }

  /** Children count until one has the value that decides. */
  private Explanation list(String form, List<Node> nodes, boolean reached, boolean decides) {
    List<Explanation> children = new ArrayList<>(nodes.size());
    boolean open = reached;
    for (Node node : nodes) {
      Explanation child = explain(node, open);
      children.add(child);
      open &= child.holds() != decides;
    }
    boolean decided = reached && !open;
    return Explanation.group(form, outcome(reached, decided == decides), children);
  }

  private static Outcome outcome(boolean reached, boolean holds) {
    return reached ? Outcome.of(holds) : Outcome.NOT_REACHED;
  }

  private Explanation leaf(Node.Leaf leaf, boolean reached) {
    JsonNode nothing = MissingNode.getInstance();
    if (!reached) {
      return Explanation.leaf(Outcome.NOT_REACHED, new Reading(leaf, nothing, nothing, List.of()));
    }
    if (context.masked() && Kleene.isMasked(leaf, data, context)) {
      JsonNode shown = leaf.field().namesMany() ? nothing : leaf.field().find(data);
      return Explanation.leaf(
          Outcome.of(false), new Reading(leaf, shown, nothing, List.of("masked: not evaluable")));
    }
    boolean holds;
    try {
      holds = leaf.test(data, context);
    } catch (NotEvaluableException e) {
      Reading reading =
          new Reading(leaf, nothing, nothing, List.of(String.valueOf(e.getMessage())));
      return Explanation.leaf(Outcome.of(false), reading);
    }
    JsonNode actual = leaf.field().namesMany() ? elements(leaf) : leaf.field().find(data);
    JsonNode expected = leaf.right().resolve(data, context);
    List<String> notes = new ArrayList<>();
    addIfPresent(notes, leaf.field().namesMany() ? null : mismatch(leaf, actual, expected));
    addIfPresent(notes, leaf.operator().looksBack() ? before(leaf) : null);
    return Explanation.leaf(
        Outcome.of(holds),
        new Reading(leaf, JsonPreview.tree(actual), JsonPreview.tree(expected), notes));
  }

  private static void addIfPresent(List<String> notes, @Nullable String note) {
    if (note != null) {
      notes.add(note);
    }
  }

  /** The element that fits, or all of them. */
  private JsonNode elements(Node.Leaf leaf) {
    Elements elements = new Elements(leaf.check());
    boolean holds = leaf.field().anyMatch(data, elements, data, context);
    return holds ? elements.last : elements.seen;
  }

  private String before(Node.Leaf leaf) {
    return context.previous() == null
        ? "the event carries no previous data"
        : "before " + JsonPreview.line(leaf.field().find(context.previous()));
  }

  private static @Nullable String mismatch(Node.Leaf leaf, JsonNode actual, JsonNode expected) {
    if (Values.isNothing(actual)) {
      return null;
    }
    return switch (leaf.operator()) {
      case EQ, NE, GT, GTE, LT, LTE, STARTSWITH, ENDSWITH, MATCHES -> types(actual, expected);
      case BETWEEN, IN, NOT_IN -> typesOfList(actual, expected);
      case CONTAINS, NOT_CONTAINS -> actual.isArray() ? null : types(actual, expected);
      case BEFORE, AFTER -> {
        String types = types(actual, expected);
        yield types != null ? types : moments(actual);
      }
      case WITHIN_LAST, WITHIN_NEXT -> moments(actual);
      case EXISTS, EMPTY, CHANGED, CHANGED_TO, CHANGED_FROM -> null;
    };
  }

  private static @Nullable String types(JsonNode actual, JsonNode expected) {
    boolean same = Values.isNothing(expected) || Values.type(actual).equals(Values.type(expected));
    return same ? null : "type mismatch: " + Values.type(actual) + " vs " + Values.type(expected);
  }

  private static @Nullable String typesOfList(JsonNode actual, JsonNode list) {
    String first = null;
    for (JsonNode element : list) {
      String mismatch = types(actual, element);
      if (mismatch == null) {
        return null;
      }
      first = first == null ? mismatch : first;
    }
    return first;
  }

  private static @Nullable String moments(JsonNode actual) {
    if (!(actual instanceof TextNode)) {
      return "type mismatch: " + Values.type(actual) + " vs text";
    }
    return Instants.second(actual.textValue(), ZoneOffset.UTC) == Instants.NONE
        ? "not a date or an instant with its offset"
        : null;
  }

  /** Remembers the elements a check is asked about. */
  private static final class Elements extends Check {

    private static final int SHOWN = 20;

    private final Check check;
    private final ArrayNode seen = JsonNodeFactory.instance.arrayNode();
    private JsonNode last = MissingNode.getInstance();

    Elements(Check check) {
      this.check = check;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      last = value;
      if (seen.size() < SHOWN) {
        seen.add(value);
      }
      return check.test(value, data, context);
    }
  }
}
