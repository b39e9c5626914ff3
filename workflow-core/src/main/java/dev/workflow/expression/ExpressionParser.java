package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import java.util.ArrayList;
import java.util.List;

/** Reads what is between braces, up to but without the closing ones. */
final class ExpressionParser {

  private static final int MAX_FILTERS = 32;
  private static final int MAX_AMOUNT_DIGITS = 12;

  private final Cursor cursor;
  private final Faults faults;

  ExpressionParser(Cursor cursor, Faults faults) {
    this.cursor = cursor;
    this.faults = faults;
  }

  /** {@code lead.name | default: "there"}. */
  Expression expression(boolean inLoop) throws SyntaxFault {
    cursor.skipSpace();
    int start = cursor.offset();
    Source source = source(inLoop);
    List<Filter> filters = new ArrayList<>();
    int end = cursor.offset();
    cursor.skipSpace();
    while (cursor.peek() == '|') {
      int bar = cursor.offset();
      cursor.next();
      filters.add(filter());
      end = cursor.offset();
      cursor.skipSpace();
      if (filters.size() > MAX_FILTERS) {
        throw new SyntaxFault(bar, "an expression has at most " + MAX_FILTERS + " filters");
      }
      if (source instanceof Source.Secret) {
        faults.add(bar, "a secret takes no filters; write {{secret.name}} alone");
      }
    }
    return new Expression(textBetween(start, end), source, List.copyOf(filters));
  }

  /** The subject of a block: a value of the data, without filters. */
  Expression subject(String block, boolean inLoop) throws SyntaxFault {
    cursor.skipSpace();
    int start = cursor.offset();
    if (cursor.looksAt("}}")) {
      faults.add(start, "{{#" + block + "}} needs a value; write {{#" + block + " items}}");
      return new Expression("", new Source.Index(), List.of());
    }
    Source source = source(inLoop);
    if (!(source instanceof Source.Field || source instanceof Source.Item)
        && !(source instanceof Source.Index && block.equals("if"))) {
      faults.add(
          start, "{{#" + block + "}} takes a value of the data, like {{#" + block + " items}}");
    }
    String text = textBetween(start, cursor.offset());
    cursor.skipSpace();
    if (cursor.peek() == '|') {
      throw new SyntaxFault(cursor.offset(), "{{#" + block + "}} takes no filters; remove them");
    }
    return new Expression(text, source, List.of());
  }

  private String textBetween(int start, int end) {
    int here = cursor.offset();
    cursor.moveTo(end);
    String text = cursor.from(start);
    cursor.moveTo(here);
    return text;
  }

  private Source source(boolean inLoop) throws SyntaxFault {
    int start = cursor.offset();
    if (startsMoment("today")) {
      return new Source.Today(shift("today", Shift.DATE_UNITS));
    }
    if (startsMoment("now")) {
      return new Source.Now(shift("now", Shift.TIME_UNITS + Shift.DATE_UNITS));
    }
    String path = cursor.path();
    if (path.isEmpty()) {
      throw new SyntaxFault(
          start,
          "expected a path like lead.email, today, now or secret.name; found " + cursor.found());
    }
    if (path.charAt(0) == '@') {
      return index(path, start, inLoop);
    }
    if (path.equals("this") || path.startsWith("this.")) {
      return item(path, start, inLoop);
    }
    if (path.equals("secret")) {
      faults.add(start, "a secret has a name; write {{secret.name}}");
    }
    DataPath read = DataPath.parse(path, start, faults);
    return path.startsWith("secret.")
        ? new Source.Secret(path.substring("secret.".length()))
        : new Source.Field(read);
  }

  private boolean startsMoment(String word) {
    int start = cursor.offset();
    boolean found = cursor.take(word) && (cursor.peek() == '-' || !Cursor.isPath(cursor.peek()));
    cursor.moveTo(start);
    return found;
  }

  private Source index(String path, int start, boolean inLoop) {
    if (!path.equals("@index")) {
      faults.add(
          start,
          "unknown \"" + Wording.clip(path) + "\"" + DidYouMean.orAll(path, List.of("@index")));
    } else if (!inLoop) {
      faults.add(start, "\"@index\" is allowed only within {{#each}}");
    }
    return new Source.Index();
  }

  private Source item(String path, int start, boolean inLoop) {
    if (!inLoop) {
      faults.add(start, "\"this\" is allowed only within {{#each}}; name the value from the top");
    }
    int dot = "this.".length();
    return new Source.Item(
        path.length() < dot ? null : DataPath.parse(path.substring(dot), start + dot, faults));
  }

  private Shift shift(String word, String units) throws SyntaxFault {
    cursor.take(word);
    int end = cursor.offset();
    cursor.skipSpace();
    char sign = cursor.peek();
    if (sign != '+' && sign != '-') {
      cursor.moveTo(end);
      return Shift.NONE;
    }
    cursor.next();
    cursor.skipSpace();
    int start = cursor.offset();
    String digits = cursor.digits();
    if (digits.isEmpty()) {
      throw new SyntaxFault(
          start, "after \"" + word + sign + "\" comes a number, like " + word + sign + "2w");
    }
    end = cursor.offset();
    cursor.skipSpace();
    int unitStart = cursor.offset();
    String unit = cursor.word();
    if (unit.isEmpty()) {
      cursor.moveTo(end);
    }
    return shift(sign == '-', digits, start, unit(unit, unitStart, units, word));
  }

  private char unit(String unit, int start, String units, String word) {
    if (unit.isEmpty()) {
      return 'd';
    }
    if (unit.length() == 1 && units.contains(unit)) {
      return unit.charAt(0);
    }
    if (unit.equals("m")) {
      faults.add(start, "\"m\" is minutes, which today does not have; a month is \"M\"");
    } else {
      faults.add(
          start,
          "unknown unit \""
              + Wording.clip(unit)
              + "\"; \""
              + word
              + "\" takes "
              + String.join(", ", units.split("")));
    }
    return 'd';
  }

  private Shift shift(boolean back, String digits, int start, char unit) {
    if (digits.length() > MAX_AMOUNT_DIGITS) {
      faults.add(start, "a distance has at most " + MAX_AMOUNT_DIGITS + " digits");
      return Shift.NONE;
    }
    long amount = Long.parseLong(digits);
    if (unit == 'b' && amount > Shift.MAX_BUSINESS_DAYS) {
      faults.add(start, "at most " + Shift.MAX_BUSINESS_DAYS + " business days can be counted");
    }
    return new Shift(back ? -amount : amount, unit);
  }

  private Filter filter() throws SyntaxFault {
    cursor.skipSpace();
    int start = cursor.offset();
    String name = cursor.word();
    if (name.isEmpty()) {
      throw new SyntaxFault(
          start, "after \"|\" comes a filter, like default: \"there\"; found " + cursor.found());
    }
    int end = cursor.offset();
    cursor.skipSpace();
    List<JsonNode> arguments = List.of();
    if (cursor.peek() == ':') {
      arguments = new ArgumentParser(cursor).arguments();
    } else {
      cursor.moveTo(end);
    }
    return Filters.compile(name, arguments, message -> faults.add(start, message));
  }
}
