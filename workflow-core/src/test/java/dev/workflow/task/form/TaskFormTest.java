package dev.workflow.task.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFormTest {

  private static final String CLAIM =
      """
      {"type": "object", "title": "Claim",
       "properties": {
         "amount": {"type": "number", "title": "Amount", "minimum": 0.01, "multipleOf": 0.01},
         "currency": {"enum": ["EUR", "USD"]},
         "day": {"type": "string", "format": "date"},
         "lines": {"type": "array", "maxItems": 2, "items": {
           "type": "object", "properties": {"text": {"type": "string", "minLength": 1}}}}},
       "required": ["amount", "currency"]}""";

  private static TaskForm form(String schema) {
    Problems problems = Problems.none();
    TaskForm form = TaskForm.compile(Json.read(schema), problems);
    assertThat(problems.list()).isEmpty();
    return Objects.requireNonNull(form);
  }

  private static List<String> wrong(String schema) {
    Problems problems = Problems.none();
    assertThat(TaskForm.compile(Json.read(schema), problems.at("form"))).isNull();
    return texts(problems);
  }

  private static List<String> check(String schema, String answer) {
    return texts(form(schema).check(Json.read(answer)));
  }

  private static List<String> field(String schema, String value) {
    return check("{\"properties\": {\"a\": " + schema + "}}", "{\"a\": " + value + "}");
  }

  private static List<String> texts(Problems problems) {
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Nested
  class AnAnswer {

    @Test
    void fits() {
      assertThat(
              check(
                  CLAIM,
                  """
                  {"amount": 12.50, "currency": "EUR", "day": "2024-02-29",
                   "lines": [{"text": "taxi"}, {}]}"""))
          .isEmpty();
    }

    @Test
    void is_told_every_problem_at_once_with_its_place() {
      assertThat(
              check(
                  CLAIM,
                  """
                  {"currency": "EURO", "day": "2023-02-29", "ammount": 1,
                   "lines": [{"text": ""}, {"txt": "x"}, 5]}"""))
          .containsExactly(
              "/amount: is required: Amount",
              "/currency: expected one of \"EUR\", \"USD\"",
              "/day: expected a date such as \"2026-06-15\"",
              "/lines: has 3 elements; at most 2 are allowed",
              "/lines/0/text: must not be empty",
              "/lines/1/txt: unknown field \"txt\"; did you mean \"text\"?",
              "/lines/2: expected an object, found a number",
              "/ammount: unknown field \"ammount\"; did you mean \"amount\"?");
    }

    @Test
    void that_is_no_object_is_refused() {
      assertThat(check(CLAIM, "[]"))
          .containsExactly("(document): expected an object, found an empty list");
      assertThat(check(CLAIM, "null"))
          .containsExactly("(document): expected an object, found null");
    }

    @Test
    void is_measured_in_exact_decimals() {
      String cents = "{\"type\": \"number\", \"multipleOf\": 0.01, \"maximum\": 9007199254740993}";

      assertThat(field(cents, "0.07")).isEmpty();
      assertThat(field(cents, "9007199254740993")).isEmpty();
      assertThat(field(cents, "0.071")).containsExactly("/a: must be a multiple of 0.01");
      assertThat(field(cents, "9007199254740993.01"))
          .containsExactly("/a: must be at most 9007199254740993");
      assertThat(field("{\"type\": \"integer\"}", "1.0")).isEmpty();
      assertThat(field("{\"type\": \"integer\"}", "1.5"))
          .containsExactly("/a: expected a whole number, found a number with a fraction");
      assertThat(field("{\"const\": 1}", "1.00")).isEmpty();
      assertThat(field("{\"uniqueItems\": true}", "[1, 1.0, \"1\"]"))
          .containsExactly("/a/1: is the same as element 1");
    }

    @Test
    void has_the_length_that_people_count() {
      assertThat(field("{\"maxLength\": 2}", "\"\uD83D\uDE00\uD83D\uDE00\"")).isEmpty();
      assertThat(field("{\"minLength\": 3}", "\"\uD83D\uDE00\uD83D\uDE00\""))
          .containsExactly("/a: has 2 characters; at least 3 are needed");
    }

    @Test
    void is_never_told_in_a_message() {
      assertThat(
              check(
                      """
                      {"properties": {
                        "a": {"enum": ["x"]}, "b": {"format": "email"}, "c": {"pattern": "^[a-z]+$"},
                        "d": {"const": 1}, "e": {"anyOf": [{"const": 1}, {"maxLength": 2}]}}}""",
                      """
                      {"a": "secret", "b": "secret", "c": "SECRET", "d": "secret", "e": "secret"}""")
                  .toString())
          .doesNotContainIgnoringCase("secret");
    }
  }

  @Nested
  class AFieldThatIsNotListed {

    @Test
    void is_refused_unless_additional_properties_are_written() {
      assertThat(check("{\"properties\": {\"a\": {}, \"b\": {}}}", "{\"zzzz\": 1}"))
          .containsExactly("/zzzz: unknown field \"zzzz\"; here belong a, b");
      assertThat(
              check(
                  "{\"properties\": {\"a\": {}}, \"additionalProperties\": true}", "{\"zzzz\": 1}"))
          .isEmpty();
      assertThat(
              check(
                  "{\"additionalProperties\": {\"type\": \"integer\"}}",
                  "{\"x\": 1, \"y\": \"2\"}"))
          .containsExactly("/y: expected a whole number, found a text");
      assertThat(check("{\"type\": \"object\"}", "{\"x\": 1}"))
          .containsExactly("/x: unknown field \"x\"; no fields belong here");
    }

    @Test
    void may_be_anything_where_the_form_does_not_speak_of_objects() {
      assertThat(field("{}", "{\"x\": {\"y\": 1}}")).isEmpty();
      assertThat(field("true", "{\"x\": 1}")).isEmpty();
    }

    @Test
    void counts_as_listed_in_the_branch_that_the_answer_takes() {
      String form =
          """
          {"properties": {"kind": {"enum": ["card", "bank"]}},
           "required": ["kind"],
           "if": {"properties": {"kind": {"const": "card"}}},
           "then": {"properties": {"number": {}}},
           "else": {"$ref": "#/$defs/bank"},
           "$defs": {"bank": {"properties": {"iban": {}}, "required": ["iban"]}}}""";

      assertThat(check(form, "{\"kind\": \"card\", \"number\": 1}")).isEmpty();
      assertThat(check(form, "{\"kind\": \"bank\", \"iban\": 1}")).isEmpty();
      assertThat(check(form, "{\"kind\": \"card\", \"iban\": 1}"))
          .containsExactly("/iban: unknown field \"iban\"; here belong kind, number");
      assertThat(check(form, "{\"kind\": \"bank\", \"number\": 1}"))
          .containsExactly(
              "/iban: is required", "/number: unknown field \"number\"; here belong kind, iban");
    }

    @Test
    void counts_as_listed_by_a_pattern() {
      String form = "{\"patternProperties\": {\"^q[0-9]+$\": {\"type\": \"boolean\"}}}";

      assertThat(check(form, "{\"q1\": true, \"q2\": 5, \"r\": 1}"))
          .containsExactly(
              "/q2: expected true or false, found a number",
              "/r: unknown field \"r\"; here belong q1, q2");
    }
  }

  @Nested
  class Ways {

    private static final String WAYS =
        """
        {"oneOf": [
          {"title": "yes", "properties": {"yes": {"const": true}}, "required": ["yes"]},
          {"title": "no", "properties": {"why": {"type": "string"}}, "required": ["why"]}]}""";

    @Test
    void are_told_if_none_fits() {
      assertThat(check(WAYS, "{}"))
          .containsExactly(
              "(document): fits none of the 2 ways: \"yes\" /yes is required; \"no\" /why is"
                  + " required");
    }

    @Test
    void are_told_if_more_than_one_fits() {
      assertThat(check(WAYS, "{\"yes\": true, \"why\": \"x\"}"))
          .containsExactly("(document): fits more than one way, and only one may: \"yes\", \"no\"");
      assertThat(check(WAYS, "{\"why\": \"x\"}")).isEmpty();
    }

    @Test
    void may_be_ruled_out() {
      assertThat(field("{\"not\": {\"const\": 0, \"title\": \"nothing\"}}", "0"))
          .containsExactly("/a: is what the form rules out: nothing");
    }
  }

  @Nested
  class AForm {

    @Test
    void keeps_the_order_of_its_keys_and_what_a_console_shows() {
      String schema =
          "{\"title\":\"T\",\"properties\":{\"z\":{\"title\":\"Z\",\"x-width\":3,"
              + "\"ui:widget\":\"area\"},\"a\":{\"format\":\"markdown\"}},\"type\":\"object\"}";
      TaskForm form = form(schema);

      assertThat(form.schema().toString()).isEqualTo(schema);
    }

    @Test
    void does_not_change_when_what_it_was_read_from_does() {
      ObjectNode schema = (ObjectNode) Json.read("{\"properties\": {\"a\": {\"enum\": [1]}}}");
      TaskForm form = Objects.requireNonNull(TaskForm.compile(schema, Problems.none()));
      ((ArrayNode) schema.at("/properties/a/enum")).add(2);
      ((ObjectNode) form.schema()).removeAll();

      assertThat(texts(form.check(Json.read("{\"a\": 2}"))))
          .containsExactly("/a: expected one of 1");
      assertThat(form.schema()).isEqualTo(Json.read("{\"properties\": {\"a\": {\"enum\": [1]}}}"));
    }

    @Test
    void that_is_none_is_refused_with_every_problem() {
      assertThat(
              wrong(
                  """
                  {"type": "objekt", "requird": ["a"], "$schema": "http://json-schema.org/draft-07/schema#",
                   "properties": {
                     "a": {"type": "string", "pattern": "(", "minLength": 5, "maxLength": 2},
                     "b": {"enum": []}, "c": 5, "d": {"required": true},
                     "e": {"minimum": "1", "multipleOf": 0}, "f": {"items": [{}]},
                     "g": {"maxLength": -1}, "h": {"allOf": []}}}"""))
          .containsExactlyInAnyOrder(
              "/form/requird: unknown keyword \"requird\"; did you mean \"required\"?",
              "/form/$schema: a form is in draft 2020-12: write"
                  + " \"https://json-schema.org/draft/2020-12/schema\"",
              "/form/type: expected one of string, number, integer, boolean, object, array, null;"
                  + " found \"objekt\"; did you mean \"object\"?",
              "/form/properties/a/minLength: is more than \"maxLength\": nothing would fit",
              "/form/properties/a/pattern: not a pattern in RE2 syntax: missing closing ): \"(\"",
              "/form/properties/b/enum: expected a list of one value or more",
              "/form/properties/c: expected a schema: an object, true or false, found a number",
              "/form/properties/d/required: expected a list of names; it belongs next to"
                  + " \"properties\" and names some of them",
              "/form/properties/e/minimum: expected a number, found a text",
              "/form/properties/e/multipleOf: must be more than 0, with at most 1000 digits",
              "/form/properties/f/items: expected a schema; for one schema a place write"
                  + " \"prefixItems\"",
              "/form/properties/g/maxLength: expected a whole number from 0, found -1",
              "/form/properties/h/allOf: expected a list of one schema or more, found an empty"
                  + " one");
    }

    @Test
    void is_an_object_that_takes_objects() {
      assertThat(wrong("true"))
          .containsExactly("/form: a form is an object; it describes the fields of an answer");
      assertThat(wrong("\"a\""))
          .containsExactly(
              "/form: expected a schema: an object, true or false, found a text",
              "/form: a form is an object; it describes the fields of an answer");
      assertThat(wrong("{\"type\": \"array\"}"))
          .containsExactly("/form/type: an answer is an object: write \"object\"");
    }

    @Test
    void says_what_to_write_for_a_keyword_that_it_does_not_know() {
      assertThat(wrong("{\"definitions\": {}, \"unevaluatedProperties\": false, \"zqzqzq\": 1}"))
          .containsExactly(
              "/form/definitions: \"definitions\" is not supported in forms; write \"$defs\"",
              "/form/unevaluatedProperties: \"unevaluatedProperties\" is not supported in forms;"
                  + " leave it out: fields that are not listed are refused; to allow them write"
                  + " \"additionalProperties\"",
              "/form/zqzqzq: unknown keyword \"zqzqzq\"; a keyword of your own begins with \"x-\""
                  + " or holds a colon");
    }
  }

  @Nested
  class AReference {

    @Test
    void names_a_place_of_the_form_however_it_is_written() {
      String form =
          """
          {"properties": {"a": {"$ref": "#/$defs/a%2Fb~1c"}, "b": {"$ref": "#/properties/a"}},
           "$defs": {"a/b/c": {"type": "integer"}}}""";

      assertThat(check(form.replace("a%2Fb~1c", "a~1b%7E1c"), "{\"a\": 1, \"b\": \"x\"}"))
          .containsExactly("/b: expected a whole number, found a text");
    }

    @Test
    void to_another_document_is_never_fetched() {
      assertThat(wrong("{\"properties\": {\"a\": {\"$ref\": \"http://127.0.0.1:1/a.json\"}}}"))
          .containsExactly(
              "/form/properties/a/$ref: \"$ref\" names a place of this form, such as"
                  + " \"#/$defs/address\"; found \"http://127.0.0.1:1/a.json\": nothing is"
                  + " fetched, so copy it into \"$defs\"");
    }

    @Test
    void to_nothing_is_refused() {
      assertThat(wrong("{\"$ref\": \"#/$defs/a\"}"))
          .containsExactly("/form/$ref: there is nothing at \"#/$defs/a\"");
      assertThat(wrong("{\"$ref\": \"#/%zz\"}"))
          .containsExactly("/form/$ref: \"#/%zz\" is not a JSON pointer");
    }

    @Test
    void to_itself_goes_deeper_into_the_answer_or_is_refused() {
      String tree =
          "{\"properties\": {\"text\": {\"type\": \"string\"}, \"child\": {\"$ref\": \"#\"}}}";

      assertThat(check(tree, "{\"child\": {\"child\": {\"text\": 1}}}"))
          .containsExactly("/child/child/text: expected a text, found a number");
      assertThat(
              wrong(
                  """
                  {"anyOf": [{"$ref": "#/$defs/a"}],
                   "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}"""))
          .containsExactly(
              "/form/$defs/b/$ref: refers to itself without going a level deeper into the answer:"
                  + " it would never end");
    }
  }

  @Nested
  class Hostile {

    @Test
    void patterns_take_linear_time() {
      String text = "\"" + "a".repeat(100_000) + "!\"";

      assertThat(field("{\"pattern\": \"^(a+)+$\"}", text))
          .containsExactly("/a: does not have the form ^(a+)+$");
      assertThat(wrong("{\"properties\": {\"a\": {\"pattern\": \"(a)\\\\1\"}}}"))
          .containsExactly(
              "/form/properties/a/pattern: not a pattern in RE2 syntax: invalid escape sequence:"
                  + " \"\\1\"");
      assertThat(wrong("{\"properties\": {\"a\": {\"pattern\": \"((a{1000}){1000}){1000}\"}}}"))
          .containsExactly(
              "/form/properties/a/pattern: not a pattern in RE2 syntax: it is too large: at most"
                  + " 1000 characters, and smaller counts of {n,m}");
    }

    @Test
    void checks_end_after_a_bounded_number_of_steps() {
      StringBuilder doubling = new StringBuilder("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
      for (int i = 0; i < 40; i++) {
        String next = "{\"$ref\": \"#/$defs/d" + (i + 1) + "\"}";
        doubling.append("\"d" + i + "\": {\"allOf\": [" + next + ", " + next + "]},");
      }
      doubling.append("\"d40\": {}}}");

      assertThat(check(doubling.toString(), "{}"))
          .containsExactly(
              "(document): cannot be checked: it takes too many steps; send less, or make the form"
                  + " simpler");
      assertThat(field("{\"pattern\": \"(x{500}y{500}){9}\"}", "\"" + "x".repeat(1_000_000) + "\""))
          .containsExactly(
              "(document): cannot be checked: it takes too many steps; send less, or make the form"
                  + " simpler");
    }

    @Test
    void numbers_are_never_written_out() {
      assertThat(field("{\"multipleOf\": 0.01}", "1e999999999"))
          .containsExactly("/a: has more than 1000 digits");
      assertThat(field("{\"maximum\": 5}", "1e999999999")).containsExactly("/a: must be at most 5");
      assertThat(field("{\"type\": \"integer\", \"enum\": [1]}", "1e-999999999"))
          .containsExactly("/a: expected a whole number, found a number with a fraction");
    }

    @Test
    void answers_are_nested_only_so_deep() {
      String tree = "{\"properties\": {\"c\": {\"$ref\": \"#\"}}}";

      assertThat(check(tree, "{\"c\":".repeat(99) + "{}" + "}".repeat(99))).isEmpty();
      assertThat(check(tree, "{\"c\":".repeat(300) + "{}" + "}".repeat(300)))
          .containsExactly("(document): is nested deeper than 100 levels");
    }

    @Test
    void forms_are_bounded() {
      assertThat(wrong("{\"title\": \"" + "a".repeat(300_000) + "\"}"))
          .containsExactly("/form: is larger than 262144 bytes");
      assertThat(wrong("{\"not\":".repeat(40) + "{}" + "}".repeat(40)))
          .containsExactly("/form" + "/not".repeat(32) + ": is nested deeper than 32 schemas");
      String many =
          String.join(",", IntStream.range(0, 3_000).mapToObj(i -> "\"f" + i + "\": {}").toList());
      assertThat(wrong("{\"properties\": {" + many + "}}"))
          .containsExactly("/form/properties/f1999: the form has more than 2000 schemas");
    }

    @Test
    void names_stay_on_one_line() {
      assertThat(check("{\"properties\": {\"a\": {}}}", "{\"x\\n\\u202ey\": 1}"))
          .containsExactly("/x\n\u202ey: unknown field \"x\\u000a\\u202ey\"; here belong a");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          date | 2024-02-29 | 2023-02-29
          date | 2024-01-01 | 2024-1-1
          time | 23:59:60Z | 12:00:60Z
          time | 00:59:60+01:00 | 12:00
          time | 14:30:00.123+02:00 | 24:00:00Z
          date-time | 2026-06-15t14:30:00z | 2026-06-15 14:30:00Z
          duration | P1Y2M3DT4H5M6S | P
          duration | PT36H | P1DT
          duration | P2W | P2W1D
          email | anna+x@example.com | anna@
          email | a.b@c | a..b@example.com
          uri | https://example.com/a?b#c | /a
          uri-reference | /a | \\a
          hostname | xn--bcher-kva.example | -a.example
          ipv4 | 192.0.2.1 | 192.0.2.256
          ipv4 | 0.0.0.0 | 01.0.0.1
          ipv6 | ::ffff:192.0.2.1 | 1::2::3
          ipv6 | 2001:db8::1 | 1:2:3:4:5:6:7:8:9
          uuid | 0190163d-8694-739b-aea5-966c26f8ad91 | 0190163d8694739baea5966c26f8ad91
          json-pointer | /a~1b | a
          json-pointer | /a | /a~2
          regex | ^a+$ | (a
          """)
  void a_format_is_checked(String format, String right, String wrong) {
    String schema = "{\"format\": \"" + format + "\"}";

    assertThat(field(schema, Json.array().add(right).get(0).toString())).isEmpty();
    assertThat(field(schema, Json.array().add(wrong).get(0).toString())).hasSize(1);
  }

  @Test
  void one_form_checks_on_many_threads() throws Exception {
    TaskForm form = form(CLAIM);
    JsonNode right = Json.read("{\"amount\": 1, \"currency\": \"EUR\"}");
    JsonNode wrong = Json.read("{\"amount\": 0.001}");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> checks =
          Stream.<Callable<Integer>>iterate(
                  () -> form.check(right).list().size() + form.check(wrong).list().size(), x -> x)
              .limit(400)
              .toList();
      for (var result : threads.invokeAll(checks)) {
        assertThat(result.get()).isEqualTo(3);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
