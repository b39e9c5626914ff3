package dev.workflow.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidencePackTest {

  private static final String HOSTILE =
      "<script>alert(1)</script> \"a\" & 'b' \u202Egnp.exe\u0000 \u05E9\u05DC\u05D5\u05DD";

  private final EvidencePack pack =
      EvidencePack.builder()
          .add(facts("first"), Json.object().put("actor", "anna").put("output/fee", 12.5))
          .add(facts("second"), Json.object().put("actor", "bob").put("output/note", HOSTILE))
          .add(facts("third"), Json.object())
          .build(Json.object().put("at", "2026-01-05T09:00:00Z"));

  private static ObjectNode facts(String kind) {
    return Json.object().put("kind", kind).put("at", "2026-01-05T09:00:00Z");
  }

  /** The pack after somebody has changed the file. */
  private String changed(Consumer<ObjectNode> change) {
    ObjectNode file = (ObjectNode) Json.read(pack.json());
    change.accept(file);
    return Json.write(file);
  }

  private static ObjectNode entry(ObjectNode file, int index) {
    return (ObjectNode) file.path("entries").path(index);
  }

  private static ObjectNode value(ObjectNode file, int index, String name) {
    return (ObjectNode) entry(file, index).path("values").path(name);
  }

  private static void assertBroken(String json, int entry, String place, String problem) {
    assertThat(EvidenceVerifier.verify(json).broken())
        .isEqualTo(new EvidenceVerifier.Broken(entry, place, problem));
  }

  @Test
  void a_pack_is_whole() {
    EvidenceVerifier.Result result = EvidenceVerifier.verify(pack.json());
    assertThat(result).isEqualTo(new EvidenceVerifier.Result(4, pack.head(), 0, null));
    assertThat(result).hasToString("whole: 4 entries, 0 values erased, head " + pack.head());
    assertThat(EvidencePack.read(pack.json()).json()).isEqualTo(pack.json());
  }

  @Test
  void another_form_of_the_same_json_is_as_whole() {
    assertThat(EvidenceVerifier.verify(Json.read(pack.json()).toPrettyString()).isWhole()).isTrue();
  }

  @Test
  void what_is_erased_leaves_the_chain_whole_and_cannot_be_guessed() {
    EvidencePack erased = pack.without((name, value) -> value.asText().equals("anna"));
    assertThat(erased.json()).doesNotContain("anna").contains("bob");
    assertThat(erased.head()).isEqualTo(pack.head());
    assertThat(EvidenceVerifier.verify(erased.json()))
        .isEqualTo(new EvidenceVerifier.Result(4, pack.head(), 1, null));
    assertThat(erased.html()).contains("<dd class=\"erased\">erased</dd>").doesNotContain("anna");
    assertThat(EvidenceVerifier.verify(erased.without((name, value) -> true).json()).erased())
        .isEqualTo(4);
    assertThat(pack.json()).contains("anna");
  }

  @Test
  void the_same_value_has_another_digest_each_time() {
    EvidencePack twice =
        EvidencePack.builder()
            .add(facts("a"), Json.object().put("x", "same").put("y", "same"))
            .build(Json.object());
    JsonNode values = Json.read(twice.json()).path("entries").path(0).path("values");
    assertThat(values.path("x").path("digest")).isNotEqualTo(values.path("y").path("digest"));
  }

  @Nested
  class Tampered {

    private static final String CHANGED_VALUE =
        "is not what its digest was made of: value or salt was changed";
    private static final String CHANGED_LINK =
        "is not the hash of its facts and digests: one of them was changed";
    private static final String MOVED =
        "is not the hash of the entry before: one was put in, taken out or moved";

    @Test
    void a_value_that_was_changed_is_named() {
      assertBroken(
          changed(file -> value(file, 1, "actor").put("value", "carl")),
          2,
          "/entries/1/values/actor",
          CHANGED_VALUE);
      assertThat(
              EvidenceVerifier.verify(
                  changed(file -> value(file, 0, "output/fee").put("value", 1250))))
          .hasToString("broken at /entries/0/values/output~1fee: " + CHANGED_VALUE);
    }

    @Test
    void a_value_with_another_salt_and_digest_breaks_its_entry() {
      ObjectNode other = (ObjectNode) Json.read(pack.json());
      ObjectNode forged = value(other, 0, "actor");
      assertBroken(
          changed(file -> value(file, 0, "actor").put("salt", "00")),
          1,
          "/entries/0/values/actor",
          CHANGED_VALUE);
      assertBroken(
          changed(file -> ((ObjectNode) entry(file, 1).path("values")).set("actor", forged)),
          2,
          "/entries/1/hash",
          CHANGED_LINK);
    }

    @Test
    void a_fact_that_was_changed_breaks_its_entry() {
      assertBroken(
          changed(file -> ((ObjectNode) entry(file, 0).path("facts")).put("at", "2025")),
          1,
          "/entries/0/hash",
          CHANGED_LINK);
    }

    @Test
    void values_that_were_swapped_break_their_entry() {
      assertBroken(
          changed(
              file -> {
                ObjectNode values = (ObjectNode) entry(file, 0).path("values");
                JsonNode actor = values.get("actor");
                values.set("actor", values.get("output/fee"));
                values.set("output/fee", actor);
              }),
          1,
          "/entries/0/hash",
          CHANGED_LINK);
    }

    @Test
    void an_entry_that_was_taken_out_moved_or_doubled_breaks_the_chain() {
      assertBroken(
          changed(file -> ((ArrayNode) file.path("entries")).remove(1)),
          2,
          "/entries/1/previous",
          MOVED);
      assertBroken(
          changed(
              file -> {
                ArrayNode entries = (ArrayNode) file.path("entries");
                entries.insert(0, entries.remove(1));
              }),
          1,
          "/entries/0/previous",
          MOVED);
      assertBroken(
          changed(
              file -> {
                ArrayNode entries = (ArrayNode) file.path("entries");
                entries.insert(1, entries.get(0).deepCopy());
              }),
          2,
          "/entries/1/previous",
          MOVED);
    }

    @Test
    void an_entry_that_was_made_anew_breaks_the_next() {
      assertBroken(
          changed(
              file -> {
                ObjectNode entry = entry(file, 0);
                ((ObjectNode) entry.path("facts")).put("at", "2025");
                entry.put(
                    "hash", Links.link(entry.path("facts"), entry.path("values"), Links.BEGINNING));
              }),
          2,
          "/entries/1/previous",
          MOVED);
    }

    @Test
    void a_chain_that_was_cut_says_so() {
      assertBroken(
          changed(file -> ((ArrayNode) file.path("entries")).remove(3)),
          3,
          "/entries",
          "ends without an entry of the kind \"end\": entries are missing after 3");
      assertBroken(
          changed(file -> ((ArrayNode) file.path("entries")).removeAll()),
          0,
          "/entries",
          "ends without an entry of the kind \"end\": entries are missing after 0");
      assertBroken(
          changed(file -> file.put("head", "0")), 0, "/head", "is not the last entry's hash");
    }

    @Test
    void what_nothing_vouches_for_is_refused() {
      assertBroken(
          changed(file -> entry(file, 0).put("note", "trust me")),
          1,
          "/entries/0",
          "has what nothing vouches for: note");
      assertBroken(
          changed(file -> value(file, 0, "actor").remove("salt")),
          1,
          "/entries/0/values/actor",
          "has a value without a salt, or a salt without a value");
      assertBroken(
          changed(file -> file.put("format", "other")),
          0,
          "/format",
          "is not \"dev.workflow.evidence/1\"");
    }

    @Test
    void a_key_that_stands_twice_is_refused() {
      String twice = pack.json().replaceFirst("\\{\"facts\"", "{\"facts\":{},\"facts\"");
      assertThat(EvidenceVerifier.verify(twice).broken().problem())
          .startsWith("is no JSON: Duplicate field 'facts'");
    }
  }

  @Nested
  class Hostile {

    @Test
    void what_is_no_pack_is_told_in_a_line() {
      for (String json : new String[] {"", "[", "null", "[]", "17", "{}", "{} {}", "\"x\""}) {
        assertThat(EvidenceVerifier.verify(json).toString()).startsWith("broken at ");
      }
      assertThat(EvidenceVerifier.verify("[".repeat(100_000)).broken().problem())
          .contains("nesting depth");
      assertThat(
              EvidenceVerifier.verify(
                      changed(
                          file -> value(file, 0, "actor").set("value", Json.read("1e999999999"))))
                  .broken()
                  .problem())
          .isEqualTo("a number is not finite, or too large for a double");
    }

    @Test
    void a_value_that_is_deep_or_large_is_whole() {
      JsonNode deep = Json.read("[".repeat(90) + "]".repeat(90));
      EvidencePack large =
          EvidencePack.builder()
              .add(facts("deep"), Json.object().set("deep", deep))
              .add(facts("large"), Json.object().put("large", "ä".repeat(3_000_000)))
              .build(Json.object());
      assertThat(EvidenceVerifier.verify(large.json()).isWhole()).isTrue();
      assertThat(large.html()).contains("[ [ [");
    }

    @Test
    void the_page_shows_everything_as_text() {
      assertThat(pack.html())
          .contains(
              "<bdi>&lt;script&gt;alert(1)&lt;/script&gt; &quot;a&quot; &amp; &#39;b&#39;"
                  + " U+202Egnp.exeU+0000 \u05E9\u05DC\u05D5\u05DD</bdi>")
          .contains("default-src 'none'")
          .doesNotContain("<script")
          .doesNotContain("\u202E");
    }
  }

  @Nested
  class Command {

    @TempDir Path folder;

    private String told;

    private int run(String... arguments) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int code =
          EvidenceVerifier.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
      told = bytes.toString(StandardCharsets.UTF_8).strip();
      return code;
    }

    private String file(String json) throws IOException {
      return Files.writeString(folder.resolve("pack.json"), json).toString();
    }

    @Test
    void says_whether_a_file_is_whole_and_the_one_that_is_known() throws IOException {
      String file = file(pack.json());
      assertThat(run(file)).isZero();
      assertThat(told).isEqualTo("whole: 4 entries, 0 values erased, head " + pack.head());
      assertThat(run(file, pack.head())).isZero();
      assertThat(run(file, "0")).isEqualTo(1);
      assertThat(told).isEqualTo("whole, but another pack: its head is " + pack.head());
    }

    @Test
    void says_where_a_file_is_broken() throws IOException {
      assertThat(run(file(changed(file -> file.put("head", "0"))))).isEqualTo(1);
      assertThat(told).isEqualTo("broken at /head: is not the last entry's hash");
      Path latin = Files.write(folder.resolve("latin"), new byte[] {'"', (byte) 0xE4, '"'});
      assertThat(run(latin.toString())).isEqualTo(1);
      assertThat(told).isEqualTo("broken: the file is not UTF-8");
    }

    @Test
    void says_what_it_needs() {
      assertThat(run()).isEqualTo(2);
      assertThat(run("no such file")).isEqualTo(2);
    }
  }

  @Test
  void a_broken_pack_is_not_read() {
    String broken = changed(file -> file.put("head", "0"));
    assertThatThrownBy(() -> EvidencePack.read(broken))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("the evidence pack is broken at /head: is not the last entry's hash");
  }
}
