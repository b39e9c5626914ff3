package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values of which each is beyond some limit, of a store, a reader or an index. */
final class Nasty {

  /** More than what anybody gives as a reason. */
  private static final int MOST = 1_000_000;

  /** What a handler gives, or a payload holds. */
  static final List<JsonNode> RESULTS =
      List.of(
          DecimalNode.valueOf(new BigDecimal(BigInteger.valueOf(9), -5_000)),
          new BigIntegerNode(BigInteger.TEN.pow(1_233)),
          Json.object().put("k".repeat(50_001), 1),
          TextNode.valueOf("nul\0"),
          TextNode.valueOf("half \ud800"),
          TextNode.valueOf("x".repeat(2_000_000)),
          new DecimalNode(new BigDecimal("9".repeat(998) + "e1")),
          TextNode.valueOf(StageStore.REFUSED));

  /** Few enough letters for a key, and too many bytes for an index. */
  static final String LONG = "\u9ad8".repeat(800);

  /** The most bytes of what is in an index. */
  static final int INDEXED_AT_MOST = 2_000;

  /** What looks like a line of an instance's story. */
  static final String FORGED = "  2026-01-05T09:00:00Z  instance ACTIVE -> COMPLETED";

  /** What somebody gives as a reason or as the name of something. */
  static final List<String> TEXTS =
      List.of(
          "r".repeat(21_000_000),
          "nul\0",
          "half \ud800",
          "a line\n" + FORGED,
          "\u9ad8".repeat(900));

  private Nasty() {}

  static JsonNode result(int number) {
    return RESULTS.get(number % RESULTS.size());
  }

  static String text(String argument) {
    return argument.startsWith("nasty-")
        ? TEXTS.get(Integer.parseInt(argument.substring(6)) % TEXTS.size())
        : argument;
  }

  /** Whether an act says what cannot be kept on every store. */
  static boolean mustBeRefused(Act act) {
    String said = act.argument();
    if (said.startsWith("nasty-")) {
      String text = text(said);
      return text.indexOf('\0') >= 0 || halved(text) || text.length() > MOST;
    }
    boolean event = act.verb() == Verb.PUBLISH || act.verb() == Verb.START;
    if (event && idOf(act).startsWith("nasty-")) {
      return true;
    }
    JsonNode payload = event ? Json.read(said).path("payload").path("nasty") : Json.object();
    return payload.isInt() && halved(result(payload.asInt()).asText());
  }

  /** No event's id is as long as any of the texts, or holds what they hold. */
  private static String idOf(Act act) {
    return Json.read(act.argument()).path("id").asText("");
  }

  private static boolean halved(String text) {
    return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
