package dev.workflow.gallery;

import java.util.ArrayList;
import java.util.List;

/**
 * A text taken apart: what stands for itself, the expressions in it, and the parameters in both.
 */
final class TextPlaces {

  enum Kind {
    /** Text that stands for itself, without the backslashes that say so. */
    LITERAL,
    /** An expression or a piece of one, as it is written. */
    EXPRESSION,
    /** A parameter, by its name. */
    PARAMETER,
    /** A parameter within an expression, by its name. */
    PARAMETER_IN_EXPRESSION;

    boolean isParameter() {
      return this == PARAMETER || this == PARAMETER_IN_EXPRESSION;
    }
  }

  record Part(Kind kind, String text) {}

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder written = new StringBuilder();
  private boolean inExpression;
  private boolean unclosed;
  private int at;

  private TextPlaces(String text) {
    this.text = text;
  }

  static TextPlaces of(String text) {
    TextPlaces places = new TextPlaces(text);
    while (places.at < text.length()) {
      places.next();
    }
    places.flush();
    return places;
  }

  List<Part> parts() {
    return parts;
  }

  boolean unclosed() {
    return unclosed;
  }

  private void next() {
    if (text.startsWith("$${", at)) {
      take("${", 3);
    } else if (text.startsWith("${", at)) {
      parameter();
    } else if (!inExpression && text.startsWith("{{", at)) {
      if (isEscaped()) {
        take("{{", 2);
      } else {
        flush();
        inExpression = true;
        take("{{", 2);
      }
    } else if (inExpression && text.startsWith("}}", at)) {
      take("}}", 2);
      flush();
      inExpression = false;
    } else {
      take(text.substring(at, at + 1), 1);
    }
  }

  private void take(String part, int length) {
    written.append(part);
    at += length;
  }

  private void parameter() {
    int end = text.indexOf('}', at);
    if (end < 0) {
      unclosed = true;
      at = text.length();
      return;
    }
    flush();
    parts.add(
        new Part(
            inExpression ? Kind.PARAMETER_IN_EXPRESSION : Kind.PARAMETER,
            text.substring(at + 2, end)));
    at = end + 1;
  }

  /** Of backslashes right before braces two are one, and a single one makes the braces literal. */
  private boolean isEscaped() {
    int slashes = 0;
    int end = written.length();
    while (slashes < end && written.charAt(end - slashes - 1) == '\\') {
      slashes++;
    }
    written.setLength(end - slashes + slashes / 2);
    return slashes % 2 == 1;
  }

  private void flush() {
    if (written.length() > 0) {
      parts.add(new Part(inExpression ? Kind.EXPRESSION : Kind.LITERAL, written.toString()));
      written.setLength(0);
    }
  }
}
