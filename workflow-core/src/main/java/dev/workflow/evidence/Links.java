package dev.workflow.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How the entries of a pack hang together. */
final class Links {

  static final String FORMAT = "dev.workflow.evidence/1";

  /** What the first entry follows. */
  static final String BEGINNING = "0".repeat(64);

  private Links() {}

  /** SHA-256 over the canonical JSON, in hexadecimal. */
  static String hash(JsonNode json) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(CanonicalJson.of(json)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The digest of a value, which its salt keeps from being guessed. */
  static String digest(String salt, JsonNode value) {
    ObjectNode salted = JsonNodeFactory.instance.objectNode().put("salt", salt);
    return hash(salted.set("value", value));
  }

  /** The hash of an entry, which holds the digests of its values and not the values. */
  static String link(JsonNode facts, JsonNode values, String previous) {
    ObjectNode link = JsonNodeFactory.instance.objectNode().put("previous", previous);
    link.set("facts", facts);
    ObjectNode digests = link.putObject("digests");
    values
        .properties()
        .forEach(value -> digests.set(value.getKey(), value.getValue().path("digest")));
    return hash(link);
  }
}
