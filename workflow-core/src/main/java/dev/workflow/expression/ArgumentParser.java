package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.internal.text.Wording;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads the arguments of a filter: {@code : "there"}, {@code : 5}, {@code : true}. */
final class ArgumentParser {

  private static final int MAX_ARGUMENTS = 16;
  private static final int MAX_INT_DIGITS = 9;
  private static final int MAX_LONG_DIGITS = 18;

  private final Cursor cursor;

  ArgumentParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Everything from the colon; afterwards at the end of the last argument. */
  List<JsonNode> arguments() throws SyntaxFault {
    List<JsonNode> arguments = new ArrayList<>();
    int end;
    do {
      cursor.next();
      cursor.skipSpace();
      if (arguments.size() == MAX_ARGUMENTS) {
        throw new SyntaxFault(cursor.offset(), "a filter has at most 16 arguments");
      }
      arguments.add(argument());
      end = cursor.offset();
      cursor.skipSpace();
    } while (cursor.peek() == ',');
    cursor.moveTo(end);
    return arguments;
  }

  private JsonNode argument() throws SyntaxFault {
    char first = cursor.peek();
    if (first == '"' || first == '\'') {
      return TextNode.valueOf(quoted(first));
    }
    int start = cursor.offset();
    if (first == '-' || Cursor.isDigit(first)) {
      return number(start);
    }
    String word = cursor.word();
    return switch (word) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      case "null" -> NullNode.getInstance();
      default -> throw unexpected(start, word.isEmpty() ? cursor.found() : word);
    };
  }

  private static SyntaxFault unexpected(int start, String found) {
    return new SyntaxFault(
        start,
        "an argument is a text in quotes, a number, true, false or null; found "
            + Wording.clip(found));
  }

  private String quoted(char quote) throws SyntaxFault {
    int start = cursor.offset();
    cursor.next();
    StringBuilder text = new StringBuilder();
    while (cursor.peek() != quote) {
      if (cursor.atEnd()) {
        throw new SyntaxFault(start, "the text is never closed; add " + quote);
      }
      char c = cursor.next();
      if (c == '\\') {
        c = cursor.next();
        if (c != '"' && c != '\'' && c != '\\') {
          throw new SyntaxFault(
              cursor.offset() - 2, "an escape in a text is \\\" or \\\\; write \\\\ for one \\");
        }
      }
      text.append(c);
    }
    cursor.next();
    return text.toString();
  }

  private JsonNode number(int start) throws SyntaxFault {
    while (Cursor.isWord(cursor.peek()) || "+-.".indexOf(cursor.peek()) >= 0) {
      cursor.next();
    }
    String text = cursor.from(start);
    int digits = text.charAt(0) == '-' ? text.length() - 1 : text.length();
    try {
      if (digits > 0 && text.chars().skip(text.length() - digits).allMatch(Character::isDigit)) {
        if (digits <= MAX_INT_DIGITS) {
          return IntNode.valueOf(Integer.parseInt(text));
        }
        if (digits <= MAX_LONG_DIGITS) {
          return LongNode.valueOf(Long.parseLong(text));
        }
      }
      BigDecimal number = new BigDecimal(text.length() > 1_000 ? "too long" : text);
      if (Values.isBounded(number)) {
        return DecimalNode.valueOf(number);
      }
    } catch (NumberFormatException e) {
      throw unexpected(start, text);
    }
    throw unexpected(start, text);
  }
}
