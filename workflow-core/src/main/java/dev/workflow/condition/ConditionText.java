package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** A condition in words on one line. For one use by one thread. */
final class ConditionText {

  private static final int LINE = 1_000;
  private static final int FIELD = 100;
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final Set<String> MEANT =
      Set.of("true", "false", "null", "and", "or", "not", "field", "always", "never");

  private final StringBuilder out = new StringBuilder();

  private ConditionText() {}

  static String of(Node root) {
    ConditionText prose = new ConditionText();
    prose.write(root);
    return Texts.clip(prose.out.toString(), LINE);
  }

  private void write(Node node) {
    if (out.length() > LINE) {
      return;
    }
    if (node instanceof Node.And and) {
      list(and.children(), " and ", "always");
    } else if (node instanceof Node.Or or) {
      list(or.children(), " or ", "never");
    } else if (node instanceof Node.Not not) {
      out.append("not ");
      group(not.child());
    } else if (node instanceof Node.Leaf leaf) {
      leaf(leaf);
    } else {
      out.append("always");
    }
  }

  private void list(List<Node> children, String between, String none) {
    if (children.isEmpty()) {
      out.append(none);
    } else if (children.size() == 1) {
      write(children.get(0));
    } else {
      for (int i = 0; i < children.size() && out.length() <= LINE; i++) {
        out.append(i == 0 ? "" : between);
        Node child = children.get(i);
        if (child instanceof Node.And || child instanceof Node.Or) {
          group(child);
        } else {
          write(child);
        }
      }
    }
  }

  private void group(Node node) {
    out.append('(');
    write(node);
    out.append(')');
  }

  private void leaf(Node.Leaf leaf) {
    out.append(Texts.clip(leaf.field().toString(), FIELD)).append(' ');
    if (leaf.operator().takes() == Operator.Takes.BOOLEAN
        && leaf.right() instanceof RightSide.Constant constant) {
      out.append(flag(leaf.operator(), constant.value().booleanValue()));
      return;
    }
    out.append(leaf.operator().canonical()).append(' ').append(right(leaf.right()));
    out.append(leaf.ignoreCase() ? " ignoring case" : "");
  }

  private static String flag(Operator operator, boolean holds) {
    return switch (operator) {
      case EXISTS -> holds ? "exists" : "does not exist";
      case EMPTY -> holds ? "is empty" : "is not empty";
      default -> holds ? "changed" : "did not change";
    };
  }

  private static String right(RightSide right) {
    return right instanceof RightSide.Reference reference
        ? "field " + Texts.clip(reference.path().toString(), FIELD)
        : value(right.json());
  }

  private static String value(JsonNode value) {
    if (value.isTextual()) {
      String text = value.textValue();
      boolean bare =
          text.length() <= FIELD && WORD.matcher(text).matches() && !MEANT.contains(text);
      return bare ? text : JsonPreview.line(value);
    }
    if (!value.isArray()) {
      return JsonPreview.line(value);
    }
    StringJoiner elements = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < value.size() && elements.length() <= LINE; i++) {
      elements.add(value.get(i).isTextual() ? value(value.get(i)) : JsonPreview.line(value.get(i)));
    }
    return elements.toString();
  }
}
