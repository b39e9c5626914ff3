package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A condition as it is evaluated: a chain of leaves, each with where the evaluation continues after
 * either verdict, so that no group is left to look at. Immutable and thread-safe.
 *
 * <p>Leaves that follow each other mostly read fields of the same object, or of one beside it. So
 * the last object and the one above it are kept while the chain is walked ({@link ParentObject}).
 */
final class Program {

  private static final Step HOLDS = new Step();
  private static final Step FAILS = new Step();

  private final Step first;
  private final boolean costly;

  private Program(Step first, boolean costly) {
    this.first = first;
    this.costly = costly;
  }

  static Program of(Node root) {
    return new Program(chain(root, HOLDS, FAILS, ParentObjects.of(root)), costly(root));
  }

  /** Whether what it costs is counted. */
  boolean costly() {
    return costly;
  }

  private static boolean costly(Node node) {
    if (node instanceof Node.And and) {
      return and.children().stream().anyMatch(Program::costly);
    }
    if (node instanceof Node.Or or) {
      return or.children().stream().anyMatch(Program::costly);
    }
    if (node instanceof Node.Not not) {
      return costly(not.child());
    }
    return node instanceof Node.Leaf leaf
        && (leaf.field().namesMany()
            || leaf.operator().looksBack()
            || !(leaf.right() instanceof RightSide.Constant)
            || leaf.ignoreCase()
            || leaf.operator() == Operator.MATCHES
            || leaf.operator() == Operator.CONTAINS
            || leaf.operator() == Operator.NOT_CONTAINS
            || leaf.operator() == Operator.IN
            || leaf.operator() == Operator.NOT_IN);
  }

  /** One evaluation by itself. */
  boolean testAlone(JsonNode data, EvaluationContext context) {
    if (costly) {
      Effort.begin();
    }
    return test(data, context);
  }

  /** Goes from the end to the beginning, so that what comes after a leaf is known. */
  private static Step chain(Node node, Step ifTrue, Step ifFalse, ParentObjects holders) {
    if (node instanceof Node.And and) {
      Step next = ifTrue;
      for (int i = and.children().size() - 1; i >= 0; i--) {
        next = chain(and.children().get(i), next, ifFalse, holders);
      }
      return next;
    }
    if (node instanceof Node.Or or) {
      Step next = ifFalse;
      for (int i = or.children().size() - 1; i >= 0; i--) {
        next = chain(or.children().get(i), ifTrue, next, holders);
      }
      return next;
    }
    if (node instanceof Node.Not not) {
      return chain(not.child(), ifFalse, ifTrue, holders);
    }
    return node instanceof Node.Leaf leaf
        ? new Step(leaf, holders.of(leaf.field()), ifTrue, ifFalse)
        : ifTrue;
  }

  boolean test(JsonNode data, EvaluationContext context) {
    ParentObject above = ParentObject.ROOT;
    ObjectNode objectAbove = above.find(data);
    ParentObject holder = above;
    ObjectNode object = objectAbove;
    Step step = first;
    while (step != HOLDS && step != FAILS) {
      ParentObject wanted = step.holder;
      if (wanted != holder && wanted != null) {
        if (wanted.above() == holder) {
          above = holder;
          objectAbove = object;
        } else if (wanted.above() != above) {
          above = wanted.above();
          objectAbove = above.find(data);
        }
        holder = wanted;
        object = wanted.in(objectAbove);
      }
      boolean holds =
          wanted == null || object == null
              ? step.leaf.test(data, context)
              : step.check.test(value(object, step.key), data, context);
      step = holds ? step.ifTrue : step.ifFalse;
    }
    return step == HOLDS;
  }

  private static JsonNode value(ObjectNode object, String key) {
    JsonNode value = object.get(key);
    return value == null ? MissingNode.getInstance() : value;
  }

  /** A leaf and what comes after it. */
  private static final class Step {
    final Node.Leaf leaf;
    final Check check;
    final String key;
    final @Nullable ParentObject holder;
    final Step ifTrue;
    final Step ifFalse;

    Step(Node.Leaf leaf, @Nullable ParentObject holder, Step ifTrue, Step ifFalse) {
      this.leaf = leaf;
      this.check = leaf.check();
      this.key = leaf.field().key(leaf.field().length() - 1, leaf.field().length());
      this.holder = holder;
      this.ifTrue = ifTrue;
      this.ifFalse = ifFalse;
    }

    /** An end. */
    @SuppressWarnings("NullAway")
    private Step() {
      this.leaf = null;
      this.check = null;
      this.key = "";
      this.holder = null;
      this.ifTrue = this;
      this.ifFalse = this;
    }
  }
}
