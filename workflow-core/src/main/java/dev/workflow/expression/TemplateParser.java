package dev.workflow.expression;

import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits a template into segments, in one pass and without recursion. After a fault it continues
 * behind the expression at fault, so that all faults are found at once.
 */
final class TemplateParser {

  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";
  private static final int MAX_DEPTH = 32;

  private final String text;
  private final Cursor cursor;
  private final Faults faults = new Faults();
  private final ExpressionParser expressions;
  private final StringBuilder literal = new StringBuilder();
  private final Deque<Block> open = new ArrayDeque<>();
  private final Block root = new Block("", 0);
  private final Set<String> paths = new LinkedHashSet<>();
  private final Set<String> secrets = new LinkedHashSet<>();

  TemplateParser(String text) {
    this.text = text;
    this.cursor = new Cursor(text);
    this.expressions = new ExpressionParser(cursor, faults);
  }

  List<Segment> parse() {
    int at = 0;
    while (at >= 0 && !faults.full()) {
      int next = text.indexOf(OPEN, at);
      literal.append(text, at, next < 0 ? text.length() : next);
      at = next < 0 ? -1 : isEscaped(next - at) ? literalBraces(next) : tag(next);
    }
    flush();
    for (Block block : open) {
      String name = Wording.clip(block.name());
      faults.add(block.offset(), "{{#" + name + "}} is never closed; add {{/" + name + "}}");
    }
    faults.throwIfAny("The template");
    return root.segments();
  }

  Set<String> paths() {
    return paths;
  }

  Set<String> secrets() {
    return secrets;
  }

  /** Backslashes right before braces: two are one, and a single one makes the braces literal. */
  private boolean isEscaped(int length) {
    int slashes = 0;
    int end = literal.length();
    while (slashes < length && literal.charAt(end - slashes - 1) == '\\') {
      slashes++;
    }
    literal.setLength(end - slashes + slashes / 2);
    return slashes % 2 == 1;
  }

  private int literalBraces(int start) {
    literal.append(OPEN);
    return start + OPEN.length();
  }

  private int tag(int start) {
    flush();
    cursor.moveTo(start + OPEN.length());
    try {
      boolean raw = cursor.take("{");
      cursor.skipSpace();
      if (cursor.atEnd()) {
        throw neverClosed(start);
      }
      if (!raw && cursor.take("#")) {
        openBlock(start);
      } else if (!raw && cursor.take("/")) {
        closeBlock(start);
      } else if (!raw && isElse()) {
        elseBlock(start);
      } else {
        value(raw);
      }
      close(start, raw);
      return cursor.offset();
    } catch (SyntaxFault fault) {
      faults.add(fault.offset(), fault.reason());
      return behind(start, fault.offset());
    }
  }

  private void close(int start, boolean raw) throws SyntaxFault {
    cursor.skipSpace();
    if (cursor.take(raw ? CLOSE + "}" : CLOSE)) {
      return;
    }
    if (raw && cursor.looksAt(CLOSE)) {
      throw new SyntaxFault(
          cursor.offset(), "\"{{{\" closes with \"}}}\"; write \"{{\" for an escaped value");
    }
    if (cursor.atEnd() || cursor.looksAt(OPEN)) {
      throw neverClosed(start);
    }
    throw new SyntaxFault(cursor.offset(), "expected \"|\" or \"}}\"; found " + cursor.found());
  }

  private static SyntaxFault neverClosed(int start) {
    return new SyntaxFault(
        start, "\"{{\" is never closed; add \"}}\", or write \\{{ for the braces themselves");
  }

  /** Where to continue: behind the closing braces, or at the next opening ones. */
  private int behind(int start, int fault) {
    int at = Math.max(start + OPEN.length(), fault);
    while (at < text.length() && !text.startsWith(OPEN, at)) {
      if (text.startsWith(CLOSE, at)) {
        return at + CLOSE.length();
      }
      at++;
    }
    return at < text.length() ? at : -1;
  }

  private void value(boolean raw) throws SyntaxFault {
    Expression expression = expressions.expression(inLoop());
    note(expression.source());
    current().add(new Segment.Value(expression, raw));
  }

  private void openBlock(int start) throws SyntaxFault {
    String name = cursor.word();
    if (open.size() == MAX_DEPTH) {
      throw new SyntaxFault(
          start, "blocks are nested deeper than " + MAX_DEPTH + "; split the template");
    }
    boolean outer = inLoop();
    Block block = new Block(name, start);
    open.push(block);
    if (!Block.NAMES.contains(name)) {
      throw new SyntaxFault(
          start,
          "unknown block \"#" + Wording.clip(name) + "\"" + DidYouMean.orAll(name, Block.NAMES));
    }
    Expression subject = expressions.subject(name, outer);
    block.subject(subject);
    note(subject.source());
  }

  private void closeBlock(int start) {
    String name = cursor.word();
    Block block = open.peek();
    if (block == null) {
      faults.add(start, "{{/" + Wording.clip(name) + "}} closes nothing; remove it");
      return;
    }
    if (!block.name().equals(name)) {
      String opened = Wording.clip(block.name());
      faults.add(
          start,
          "{{/"
              + Wording.clip(name)
              + "}} closes {{#"
              + opened
              + "}} of offset "
              + block.offset()
              + "; write {{/"
              + opened
              + "}}");
    }
    open.pop();
    block.end().ifPresent(current()::add);
  }

  private boolean isElse() {
    int start = cursor.offset();
    boolean found = cursor.take("else") && !Cursor.isPath(cursor.peek());
    if (!found) {
      cursor.moveTo(start);
    }
    return found;
  }

  private void elseBlock(int start) throws SyntaxFault {
    cursor.skipSpace();
    if (!cursor.looksAt(CLOSE)) {
      throw new SyntaxFault(start, "{{else}} takes nothing; nest a further {{#if}} behind it");
    }
    Block block = open.peek();
    if (block == null) {
      faults.add(start, "{{else}} is allowed only within {{#if}} or {{#each}}; remove it");
    } else if (!block.toElse()) {
      faults.add(start, "a second {{else}} in {{#" + block.name() + "}}; remove it");
    }
  }

  private void note(Source source) {
    if (source instanceof Source.Field field) {
      paths.add(field.path().toString());
    } else if (source instanceof Source.Secret secret) {
      secrets.add(secret.name());
    }
  }

  private Block current() {
    Block block = open.peek();
    return block == null ? root : block;
  }

  private boolean inLoop() {
    return open.stream().anyMatch(Block::hasItem);
  }

  private void flush() {
    if (literal.length() > 0) {
      current().add(new Segment.Literal(literal.toString()));
      literal.setLength(0);
    }
  }
}
