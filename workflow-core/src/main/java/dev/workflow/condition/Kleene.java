package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.MaskedValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Evaluates a condition over data of which some are masked, by Kleene's strong logic: what reads a
 * masked value is neither true nor false, whatever it asks of it, and so is each group whose
 * verdict depends on that. Leaves that need not be looked at are not.
 */
final class Kleene {

  private enum Verdict {
    TRUE,
    FALSE,
    NOT_EVALUABLE;

    static Verdict of(boolean holds) {
      return holds ? TRUE : FALSE;
    }

    Verdict not() {
      return switch (this) {
        case TRUE -> FALSE;
        case FALSE -> TRUE;
        case NOT_EVALUABLE -> NOT_EVALUABLE;
      };
    }
  }

  private final JsonNode data;
  private final EvaluationContext context;
  private final Set<String> masked = new LinkedHashSet<>();

  private Kleene(JsonNode data, EvaluationContext context) {
    this.data = data;
    this.context = context;
  }

  /**
   * @throws NotEvaluableException if the verdict depends on masked values
   */
  static boolean holds(Node root, JsonNode data, EvaluationContext context) {
    Kleene evaluation = new Kleene(data, context);
    Verdict verdict = evaluation.of(root);
    if (verdict == Verdict.NOT_EVALUABLE) {
      throw NotEvaluableException.masked(evaluation.masked);
    }
    return verdict == Verdict.TRUE;
  }

  private Verdict of(Node node) {
    if (node instanceof Node.And and) {
      return all(and.children(), Verdict.FALSE);
    } else if (node instanceof Node.Or or) {
      return all(or.children(), Verdict.TRUE);
    } else if (node instanceof Node.Not not) {
      return of(not.child()).not();
    } else if (node instanceof Node.Leaf leaf) {
      return leaf(leaf);
    }
    return Verdict.TRUE;
  }

  /** One child that decides suffices. */
  private Verdict all(List<Node> children, Verdict decides) {
    Verdict verdict = decides.not();
    for (Node child : children) {
      Verdict one = of(child);
      if (one == decides) {
        return decides;
      } else if (one == Verdict.NOT_EVALUABLE) {
        verdict = one;
      }
    }
    return verdict;
  }

  private Verdict leaf(Node.Leaf leaf) {
    boolean clear = true;
    boolean itself = leaf.operator() == Operator.EXISTS || leaf.operator() == Operator.EMPTY;
    if (itself
        ? leaf.field().passes(data, MaskedValue.class)
        : reads(leaf.field()) || looksBackAtMasked(leaf)) {
      masked.add(leaf.field().toString());
      clear = false;
    }
    Set<String> right = new LinkedHashSet<>();
    leaf.right().collectFields(right::add);
    for (String field : right) {
      FieldPath path = FieldPath.parse(field, Problems.none());
      if (path != null && reads(path)) {
        masked.add(field);
        return Verdict.NOT_EVALUABLE;
      }
    }
    if (clear) {
      return Verdict.of(leaf.test(data, context));
    }
    return leaf.field().namesMany() && oneClearElementFits(leaf)
        ? Verdict.TRUE
        : Verdict.NOT_EVALUABLE;
  }

  private boolean looksBackAtMasked(Node.Leaf leaf) {
    JsonNode previous = context.previous();
    return previous != null && leaf.operator().looksBack() && masked(leaf.field(), previous);
  }

  private boolean oneClearElementFits(Node.Leaf leaf) {
    Check check = leaf.check();
    return leaf.field()
        .anyMatch(
            data,
            new Check() {
              @Override
              boolean test(JsonNode value, JsonNode root, EvaluationContext at) {
                return !holdsMasked(value) && check.test(value, root, at);
              }
            },
            data,
            context);
  }

  private boolean reads(FieldPath path) {
    return masked(path, data);
  }

  /** Whether a value at the path, or on the way to it, or within it, is masked. */
  private boolean masked(FieldPath path, JsonNode from) {
    return path.passes(from, MaskedValue.class)
        || path.anyMatch(
            from,
            new Check() {
              @Override
              boolean test(JsonNode value, JsonNode root, EvaluationContext at) {
                return holdsMasked(value);
              }
            },
            from,
            context);
  }

  private static boolean holdsMasked(JsonNode value) {
    if (value instanceof MaskedValue) {
      return true;
    }
    for (JsonNode element : value) {
      if (holdsMasked(element)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a leaf by itself depends on a masked value. */
  static boolean isMasked(Node.Leaf leaf, JsonNode data, EvaluationContext context) {
    return new Kleene(data, context).leaf(leaf) == Verdict.NOT_EVALUABLE;
  }
}
