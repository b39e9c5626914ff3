package dev.workflow.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.BiPredicate;

/**
 * Everything about one instance, as one JSON document that anybody can {@linkplain EvidenceVerifier
 * verify} and one HTML page that anybody can read. Immutable.
 *
 * <p>An entry has <i>facts</i> (what happened, when, from which state to which) and <i>values</i>
 * (who, why, and all data). Each value is stored with a random salt and the digest of both. An
 * entry's hash is SHA-256 over the canonical JSON (RFC 8785) of its facts, the digests of its
 * values and the hash of the entry before it. So a value can be {@linkplain #without erased} with
 * its salt, and the chain is as whole as before. Numbers that a double does not hold stand as
 * {@code {"$decimal": "…"}}.
 *
 * <p>A chain shows that nothing in it was changed. That it is the chain that was made shows only
 * its {@link #head}, kept or signed elsewhere. Salts are new in each pack, and so is the head.
 */
public final class EvidencePack {

  private final ObjectNode document;

  private EvidencePack(ObjectNode document) {
    this.document = document;
  }

  /** Begins one. */
  public static Builder builder() {
    return new Builder();
  }

  /** The document, one entry a line. */
  public String json() {
    StringBuilder text = new StringBuilder("{\"format\":\"" + Links.FORMAT + "\",\n\"entries\":[");
    String separator = "\n";
    for (JsonNode entry : document.path("entries")) {
      text.append(separator).append(entry);
      separator = ",\n";
    }
    return text.append("\n],\n\"head\":\"").append(head()).append("\"}\n").toString();
  }

  /** The page: it has no scripts and loads nothing, and prints well. */
  public String html() {
    return EvidenceHtml.of(document);
  }

  /** The hash of the last entry, which vouches for all. Keep it where the pack is not. */
  public String head() {
    return document.path("head").asText();
  }

  /**
   * The same without some values and their salts: they cannot be read or guessed any more, and the
   * head is the same.
   *
   * @param which by name, such as {@code actor} or {@code output/email}, and value; numbers are as
   *     they were
   */
  public EvidencePack without(BiPredicate<String, JsonNode> which) {
    ObjectNode copy = document.deepCopy();
    for (JsonNode entry : copy.path("entries")) {
      for (var value : entry.path("values").properties()) {
        ObjectNode held = (ObjectNode) value.getValue();
        JsonNode known = held.get("value");
        if (known != null && which.test(value.getKey(), ExactNumbers.untagged(known))) {
          held.remove("value");
          held.remove("salt");
        }
      }
    }
    return new EvidencePack(copy);
  }

  /**
   * Reads what {@link #json} writes.
   *
   * @throws IllegalArgumentException if it is not a whole pack, saying where it breaks
   */
  public static EvidencePack read(String json) {
    EvidenceVerifier.Result result = EvidenceVerifier.verify(json);
    if (result.broken() != null) {
      throw new IllegalArgumentException("the evidence pack is " + result);
    }
    return new EvidencePack((ObjectNode) EvidenceVerifier.parsed(json));
  }

  /** Links entries in order. Used by one thread. */
  public static final class Builder {

    private final SecureRandom random = new SecureRandom();
    private final ArrayNode entries = JsonNodeFactory.instance.arrayNode();
    private String previous = Links.BEGINNING;

    private Builder() {}

    /**
     * Adds an entry.
     *
     * @param facts what is no personal value; its {@code number} is added
     * @param values what may be, by name
     */
    public Builder add(ObjectNode facts, ObjectNode values) {
      ObjectNode entry = entries.addObject();
      ObjectNode told = (ObjectNode) ExactNumbers.tagged(facts);
      told.put("number", entries.size());
      entry.set("facts", told);
      ObjectNode salted = entry.putObject("values");
      for (var value : values.properties()) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String salt = HexFormat.of().formatHex(bytes);
        JsonNode exact = ExactNumbers.tagged(value.getValue());
        salted
            .putObject(value.getKey())
            .put("digest", Links.digest(salt, exact))
            .put("salt", salt)
            .set("value", exact);
      }
      entry.put("previous", previous);
      previous = Links.link(told, salted, previous);
      entry.put("hash", previous);
      return this;
    }

    /** Ends the chain with an entry that says how many there are. */
    public EvidencePack build(ObjectNode facts) {
      ObjectNode end = facts.deepCopy();
      end.put("kind", "end").put("entries", entries.size() + 1);
      add(end, JsonNodeFactory.instance.objectNode());
      ObjectNode document = JsonNodeFactory.instance.objectNode().put("format", Links.FORMAT);
      document.set("entries", entries);
      return new EvidencePack(document.put("head", previous));
    }
  }
}
