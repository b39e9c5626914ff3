package dev.workflow.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verifies packs of evidence, and names the first link that is broken. It believes nothing that the
 * file says. Also a command: {@code java -cp … dev.workflow.evidence.EvidenceVerifier pack.json
 * [head]}; its exit code is 0 for a whole pack, 1 for a broken one, 2 for a file that cannot be
 * read.
 */
public final class EvidenceVerifier {

  /** Texts of files may be large; a nesting of 1,000 is more than any pack has. */
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(1_000)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private static final Set<String> PACK = Set.of("entries", "format", "head");
  private static final Set<String> ENTRY = Set.of("facts", "hash", "previous", "values");
  private static final Set<String> KNOWN = Set.of("digest", "salt", "value");
  private static final Set<String> ERASED = Set.of("digest");

  private int erased;

  private EvidenceVerifier() {}

  /**
   * The result.
   *
   * @param entries how many entries are whole, from the first on
   * @param head the hash of the last of them
   * @param erased how many values were erased from them
   * @param broken null: the pack is whole
   */
  public record Result(int entries, String head, int erased, @Nullable Broken broken) {

    public boolean isWhole() {
      return broken == null;
    }

    @Override
    public String toString() {
      return broken == null
          ? "whole: %d entries, %d values erased, head %s".formatted(entries, erased, head)
          : "broken at %s: %s".formatted(broken.place(), broken.problem());
    }
  }

  /**
   * The first broken link.
   *
   * @param entry its number, from 1; 0: what is around the entries
   * @param place as a JSON pointer
   */
  public record Broken(int entry, String place, String problem) {}

  /** Verifies what {@link EvidencePack#json} wrote. */
  public static Result verify(String json) {
    JsonNode pack;
    try {
      pack = READER.readTree(json);
    } catch (JsonProcessingException e) {
      return new Result(
          0, Links.BEGINNING, 0, new Broken(0, "", "is no JSON: " + e.getOriginalMessage()));
    }
    return new EvidenceVerifier().pack(pack);
  }

  /** What has been verified already. */
  static JsonNode parsed(String json) {
    try {
      return READER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Result pack(JsonNode pack) {
    String previous = Links.BEGINNING;
    int whole = 0;
    try {
      requireKeys(0, "", pack, PACK, PACK);
      require(
          pack.path("format").asText().equals(Links.FORMAT),
          0,
          "/format",
          "is not \"" + Links.FORMAT + "\"");
      require(pack.path("entries").isArray(), 0, "/entries", "is no list");
      for (JsonNode entry : pack.path("entries")) {
        previous = entry(whole + 1, entry, previous);
        whole++;
      }
      JsonNode last = pack.path("entries").path(whole - 1).path("facts");
      require(
          last.path("kind").asText().equals("end"),
          whole,
          "/entries",
          "ends without an entry of the kind \"end\": entries are missing after " + whole);
      require(
          last.path("entries").isInt() && last.path("entries").intValue() == whole,
          whole,
          "/entries/" + (whole - 1) + "/facts/entries",
          "is not the number of entries, " + whole);
      require(
          pack.path("head").asText().equals(previous), 0, "/head", "is not the last entry's hash");
      return new Result(whole, previous, erased, null);
    } catch (BrokenLink e) {
      return new Result(whole, previous, erased, e.broken);
    }
  }

  private String entry(int number, JsonNode entry, String previous) {
    String place = "/entries/" + (number - 1);
    requireKeys(number, place, entry, ENTRY, ENTRY);
    require(entry.path("facts").isObject(), number, place + "/facts", "is no object");
    require(entry.path("values").isObject(), number, place + "/values", "is no object");
    require(
        entry.path("previous").asText().equals(previous),
        number,
        place + "/previous",
        "is not the hash of the entry before: one was put in, taken out or moved");
    for (var value : entry.path("values").properties()) {
      value(number, place + "/values/" + pointer(value.getKey()), value.getValue());
    }
    String hash;
    try {
      hash = Links.link(entry.path("facts"), entry.path("values"), previous);
    } catch (IllegalArgumentException e) {
      throw new BrokenLink(new Broken(number, place, String.valueOf(e.getMessage())));
    }
    require(
        entry.path("hash").asText().equals(hash),
        number,
        place + "/hash",
        "is not the hash of its facts and digests: one of them was changed");
    require(
        entry.path("facts").path("number").isInt()
            && entry.path("facts").path("number").intValue() == number,
        number,
        place + "/facts/number",
        "is not " + number);
    return hash;
  }

  private void value(int number, String place, JsonNode value) {
    requireKeys(number, place, value, ERASED, KNOWN);
    require(value.path("digest").isTextual(), number, place + "/digest", "is no text");
    if (!value.has("value") && !value.has("salt")) {
      erased++;
      return;
    }
    require(
        value.has("value") && value.path("salt").isTextual(),
        number,
        place,
        "has a value without a salt, or a salt without a value");
    String digest;
    try {
      digest = Links.digest(value.path("salt").textValue(), value.path("value"));
    } catch (IllegalArgumentException e) {
      throw new BrokenLink(new Broken(number, place, String.valueOf(e.getMessage())));
    }
    require(
        digest.equals(value.path("digest").textValue()),
        number,
        place,
        "is not what its digest was made of: value or salt was changed");
  }

  private static void requireKeys(
      int number, String place, JsonNode json, Set<String> needed, Set<String> allowed) {
    require(json.isObject(), number, place, "is no object");
    Set<String> keys = new TreeSet<>();
    json.fieldNames().forEachRemaining(keys::add);
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(keys);
    require(missing.isEmpty(), number, place, "lacks " + String.join(", ", missing));
    keys.removeAll(allowed);
    require(
        keys.isEmpty(), number, place, "has what nothing vouches for: " + String.join(", ", keys));
  }

  private static String pointer(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static void require(boolean holds, int number, String place, String problem) {
    if (!holds) {
      throw new BrokenLink(new Broken(number, place, problem));
    }
  }

  private static final class BrokenLink extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Broken broken;

    private BrokenLink(Broken broken) {
      super(broken.problem(), null, false, false);
      this.broken = broken;
    }
  }

  /** See the class. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(out, arguments));
  }

  /** The command, with its exit code. */
  static int run(PrintStream out, String... arguments) {
    if (arguments.length < 1 || arguments.length > 2) {
      out.println("Give the file of an evidence pack, and the head that you kept, if you did.");
      return 2;
    }
    String json;
    try {
      json = Files.readString(Path.of(arguments[0]));
    } catch (CharacterCodingException e) {
      out.println("broken: the file is not UTF-8");
      return 1;
    } catch (IOException e) {
      out.println("The file \"" + arguments[0] + "\" cannot be read: " + e);
      return 2;
    }
    Result result = verify(json);
    boolean other =
        result.isWhole() && arguments.length == 2 && !arguments[1].equals(result.head());
    out.println(other ? "whole, but another pack: its head is " + result.head() : result);
    return result.isWhole() && !other ? 0 : 1;
  }
}
