package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a condition that implies it: all terms fit and the rest holds. The condition holds if
 * one of its disjuncts does.
 *
 * @param rest what the terms do not say; null if they say everything
 */
record Disjunct(List<IndexTerm> terms, @Nullable Node rest) {

  private static final int MAX_TERMS = 4;
  private static final int MAX_DISJUNCTS = 16;

  /** The disjuncts of a condition; a single one without terms if the index cannot help. */
  static List<Disjunct> of(Node root) {
    List<List<Node>> conjunctions = split(root);
    List<Disjunct> disjuncts = new ArrayList<>(conjunctions.size());
    for (List<Node> conjunction : conjunctions) {
      Disjunct disjunct = conjunction(conjunction);
      if (disjunct.terms.isEmpty() && conjunctions.size() > 1) {
        return List.of(conjunction(List.of(root)));
      }
      disjuncts.add(disjunct);
    }
    return disjuncts.isEmpty() ? List.of(new Disjunct(List.of(), root)) : disjuncts;
  }

  private static List<List<Node>> split(Node node) {
    if (node instanceof Node.And) {
      List<Node> parts = new ArrayList<>();
      flatten(node, parts);
      return splitAnd(parts);
    }
    List<Node> alternatives = alternatives(node);
    List<List<Node>> conjunctions = new ArrayList<>();
    for (Node alternative : alternatives) {
      conjunctions.addAll(alternative == node ? List.of(List.of(node)) : split(alternative));
    }
    return conjunctions.size() > MAX_DISJUNCTS ? List.of(List.of(node)) : conjunctions;
  }

  private static void flatten(Node node, List<Node> parts) {
    if (node instanceof Node.And and) {
      and.children().forEach(child -> flatten(child, parts));
    } else if (!(node instanceof Node.Always)) {
      parts.add(node);
    }
  }

  /** Splits a conjunction by one of its parts unless an equality makes it selective already. */
  private static List<List<Node>> splitAnd(List<Node> parts) {
    for (Node part : parts) {
      IndexTerm term = IndexTerm.of(part);
      if (term != null && term.isPoint()) {
        return List.of(parts);
      }
    }
    for (int i = 0; i < parts.size(); i++) {
      List<List<Node>> alternatives = split(parts.get(i));
      if (alternatives.size() > 1) {
        List<Node> others = new ArrayList<>(parts);
        others.remove(i);
        return alternatives.stream().map(alternative -> concat(alternative, others)).toList();
      }
    }
    return List.of(parts);
  }

  private static List<Node> concat(List<Node> first, List<Node> second) {
    List<Node> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** The conditions of which one must hold; the node itself if it is no disjunction. */
  private static List<Node> alternatives(Node node) {
    if (node instanceof Node.Or or && !or.children().isEmpty()) {
      return or.children();
    }
    boolean isIn =
        node instanceof Node.Leaf leaf
            && leaf.operator() == Operator.IN
            && leaf.right() instanceof RightSide.Constant constant
            && !leaf.ignoreCase()
            && !leaf.field().namesMany()
            && !constant.value().isEmpty()
            && constant.value().size() <= MAX_DISJUNCTS;
    return isIn ? equalities((Node.Leaf) node) : List.of(node);
  }

  private static List<Node> equalities(Node.Leaf in) {
    List<Node> equalities = new ArrayList<>();
    for (JsonNode value : ((RightSide.Constant) in.right()).value()) {
      RightSide right = new RightSide.Constant(value, value);
      equalities.add(new Node.Leaf(in.field(), Operator.EQ, right, false));
    }
    return equalities;
  }

  /** Takes the most selective terms; what they leave unsaid stays in the order it was written. */
  private static Disjunct conjunction(List<Node> parts) {
    List<IndexTerm> terms = new ArrayList<>();
    boolean[] said = new boolean[parts.size()];
    for (int breadth = 0; breadth <= IndexTerm.MAX_BREADTH; breadth++) {
      for (int i = 0; i < said.length; i++) {
        IndexTerm term = IndexTerm.of(parts.get(i));
        if (term != null && term.breadth() == breadth) {
          said[i] = add(term, terms) && term.exact();
        }
      }
    }
    List<Node> rest = new ArrayList<>();
    for (int i = 0; i < said.length; i++) {
      if (!said[i]) {
        rest.add(parts.get(i));
      }
    }
    return new Disjunct(List.copyOf(terms), rest.isEmpty() ? null : joined(rest));
  }

  private static Node joined(List<Node> parts) {
    return parts.size() == 1 ? parts.get(0) : new Node.And(List.copyOf(parts));
  }

  /** Adds a term unless there is no room, or one of the same aspect it does not combine with. */
  private static boolean add(IndexTerm term, List<IndexTerm> terms) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).isBeside(term)) {
        IndexTerm both = terms.get(i).and(term);
        terms.set(i, both == null ? terms.get(i) : both);
        return both != null;
      }
    }
    return terms.size() < MAX_TERMS && terms.add(term);
  }
}
