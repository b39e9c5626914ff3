package dev.workflow.condition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operator of conditions, with its names and the right side it takes. */
enum Operator {
  EQ("eq", Takes.ANY, "equals", "=="),
  NE("ne", Takes.ANY, "not_equals", "!="),
  GT("gt", Takes.SCALAR, "greater_than", ">"),
  GTE("gte", Takes.SCALAR, "greater_than_or_equal", ">="),
  LT("lt", Takes.SCALAR, "less_than", "<"),
  LTE("lte", Takes.SCALAR, "less_than_or_equal", "<="),
  IN("in", Takes.LIST),
  NOT_IN("not_in", Takes.LIST),
  CONTAINS("contains", Takes.ANY),
  NOT_CONTAINS("not_contains", Takes.ANY),
  STARTSWITH("startswith", Takes.TEXT, "starts_with"),
  ENDSWITH("endswith", Takes.TEXT, "ends_with"),
  EXISTS("exists", Takes.BOOLEAN),
  EMPTY("empty", Takes.BOOLEAN),
  BETWEEN("between", Takes.PAIR),
  MATCHES("matches", Takes.PATTERN),
  BEFORE("before", Takes.INSTANT),
  AFTER("after", Takes.INSTANT),
  WITHIN_LAST("within_last", Takes.DURATION),
  WITHIN_NEXT("within_next", Takes.DURATION),
  CHANGED("changed", Takes.BOOLEAN),
  CHANGED_TO("changed_to", Takes.ANY),
  CHANGED_FROM("changed_from", Takes.ANY);

  /** The right sides an operator can take. */
  enum Takes {
    ANY,
    SCALAR,
    LIST,
    PAIR,
    TEXT,
    BOOLEAN,
    PATTERN,
    INSTANT,
    DURATION
  }

  private static final Map<String, Operator> BY_NAME = byName();

  private final String canonical;
  private final Takes takes;
  private final List<String> aliases;

  Operator(String canonical, Takes takes, String... aliases) {
    this.canonical = canonical;
    this.takes = takes;
    this.aliases = List.of(aliases);
  }

  static @Nullable Operator byName(String name) {
    return BY_NAME.get(name);
  }

  /** Every name and alias. */
  static Iterable<String> names() {
    return BY_NAME.keySet();
  }

  String canonical() {
    return canonical;
  }

  Takes takes() {
    return takes;
  }

  boolean canIgnoreCase() {
    return switch (this) {
      case EQ, NE, IN, NOT_IN, CONTAINS, NOT_CONTAINS, STARTSWITH, ENDSWITH, MATCHES -> true;
      default -> false;
    };
  }

  boolean looksBack() {
    return this == CHANGED || this == CHANGED_TO || this == CHANGED_FROM;
  }

  private static Map<String, Operator> byName() {
    Map<String, Operator> names = new HashMap<>();
    for (Operator operator : values()) {
      names.put(operator.canonical, operator);
      operator.aliases.forEach(alias -> names.put(alias, operator));
    }
    return names;
  }
}
