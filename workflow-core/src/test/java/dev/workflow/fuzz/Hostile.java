package dev.workflow.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

/** Values that parsers stumble over. */
final class Hostile {

  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  private static final String[] NUMBERS = {
    "1e999999999",
    "-1e-999999999",
    "1e2147483647",
    "1e-2147483647",
    "0.5e99999999999",
    "1E400",
    "123456789e1000",
    "0e999999999",
    "-0",
    "-0.0e-99999",
    "9223372036854775808",
    "4294967297",
    "0.1000000000000000055511151231257827",
    "1e18",
    "NaN",
    "0x1F",
    "01",
    "1_000"
  };

  private static final String[] TEXTS = {
    "\ud800",
    "\udc00\ud800",
    "\u0000",
    "\u2028\u202e\ufeff",
    "\ud83d\ude00",
    "İı",
    "{{",
    "}}",
    "{{{",
    "{{a",
    "{{#each a}}",
    "{{#each a}}{{#each this}}{{this}}{{/each}}{{/each}}",
    "{{#if a}}x{{else}}y{{/if}}",
    "{{today+999999999y}}",
    "{{today-2147483648b}}",
    "{{now+9223372036854775807s}}",
    "{{now-9999999999999999999999h}}",
    "{{a | number: \"#,##0.00\"}}",
    "{{a | number: \"0.0E0\"}}",
    "{{a | number: \"#################0%\"}}",
    "{{a | date: \"yyyyyyyyyyyyyyyyyyyyy\"}}",
    "{{a | date: \"[[[[\"}}",
    "{{a | json | upper | lower | trim}}",
    "{{a | default: \"\\\"\\\\\"}}",
    "{{secret.x}}",
    "{{a.b.0.-1.*.@index}}",
    "P999999999Y",
    "P99999999999999999999D",
    "PT9223372036854775807S",
    "PT1E9S",
    "P-1D",
    "P1Y1Y",
    "PT",
    "P36600D",
    "PT0.0000000001S",
    "24:00",
    "23:59:60",
    "* * * * *",
    "*/0 * * * *",
    "0-59/999999999 * * * *",
    "0 0 31 2 *",
    "0 0 29 2 1#5",
    "0 0 L * 5L",
    "@yearly",
    "1,1,1,1,1,1,1 * * * *",
    "(a+)+$",
    "(a|aa)*b",
    "((a{1000}){1000}){1000}",
    "[",
    "(?<=a)b",
    "\\p{Nonsense}",
    "+292278994-08-17T07:12:55.808Z",
    "-999999999-01-01T00:00:00Z",
    "+1000000000-01-01",
    "0000-00-00",
    "2026-02-30",
    "2026-06-15T24:00:00Z",
    "2026-06-15T12:00:00+18:00",
    "2026-06-15T12:00:00+99:99",
    "Europe/Nowhere",
    "UTC+18",
    "SystemV/AST4",
    "__proto__",
    "",
    " ",
    "a..b",
    ".",
    "*.*.*.*.*",
    "constructor",
    "null",
    "true"
  };

  private static final String[] REPEATED = {
    "a",
    "a.",
    "a b",
    "ab ",
    "0",
    "9",
    "{{a}}",
    "{{#if a}}",
    "(",
    "[",
    "((a*)*",
    ".*",
    "\\",
    "\"",
    "\ud83d\ude00",
    "\u0301",
    "*/",
    "1,",
    "-",
    "é",
    "\n",
    "\t",
    "{{a|",
    "|upper",
    "P1D",
    "@a",
    "<"
  };

  private static final String[] SYNTAX = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\u",
    "\\ud800",
    "//",
    "/*",
    "null",
    "true",
    "&a ",
    "*a",
    "!!binary ",
    "!!java.net.URL ",
    "!<x> ",
    "<<: ",
    "? ",
    "- ",
    "---\n",
    "...\n",
    "|\n",
    ">-\n",
    "%YAML 9.9\n",
    "# ",
    "'",
    "`",
    "@",
    "\t",
    "\r",
    "\u0000",
    "\ufeff",
    "\u0085",
    ".nan",
    "~",
    "&a [*a]",
    "{a: &b {c: *b}}",
    "\ud800",
    "0o17",
    "1:30",
    "=",
    "{{",
    "}}"
  };

  private Hostile() {}

  /** A number as a document writes it, not always a valid one. */
  static String number(Random random) {
    return random.nextInt(8) == 0 ? digits(random) : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private static String digits(Random random) {
    return "9".repeat(length(random, 3_000));
  }

  static String text(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> REPEATED[random.nextInt(REPEATED.length)].repeat(length(random, 60_000));
      case 1 -> TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)];
      default -> TEXTS[random.nextInt(TEXTS.length)];
    };
  }

  static String syntax(Random random) {
    return SYNTAX[random.nextInt(SYNTAX.length)];
  }

  /** Mostly short, seldom up to {@code most}. */
  static int length(Random random, int most) {
    return 1 + (int) (Math.pow(random.nextDouble(), 6) * most);
  }

  /** A value as a host that builds trees in Java can hand it in. */
  static JsonNode value(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> number();
      case 1 -> DecimalNode.valueOf(new BigDecimal("1e999999999"));
      case 2 -> DecimalNode.valueOf(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE));
      case 3 -> DecimalNode.valueOf(new BigDecimal("-7.5e-2000000"));
      case 4 -> JSON.numberNode(BigInteger.TEN.pow(length(random, 20_000)));
      case 5 -> DoubleNode.valueOf(random.nextBoolean() ? Double.NaN : Double.MIN_VALUE);
      case 6 -> nested(random);
      case 7 -> JSON.booleanNode(random.nextBoolean());
      case 8 -> random.nextBoolean() ? JSON.nullNode() : JSON.numberNode(random.nextLong());
      default -> TextNode.valueOf(text(random));
    };
  }

  private static JsonNode number() {
    return JSON.numberNode(Long.MIN_VALUE);
  }

  private static JsonNode nested(Random random) {
    int depth = length(random, 5_000);
    JsonNode nested = TextNode.valueOf("core");
    for (int i = 0; i < depth; i++) {
      nested =
          random.nextBoolean()
              ? JSON.arrayNode().add(nested)
              : JSON.objectNode().set(random.nextBoolean() ? "a" : "not", nested);
    }
    return nested;
  }
}
