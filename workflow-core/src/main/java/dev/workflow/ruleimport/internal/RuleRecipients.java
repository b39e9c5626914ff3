package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.spi.Channels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The recipients of a rule's message. Used by one thread. */
final class RuleRecipients {

  private static final String LEAD = "includeLeadContact";
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
  private static final Pattern PHONE = Pattern.compile("\\+[0-9][0-9 ()./-]{4,30}");

  private boolean lead;
  private boolean partner;
  private boolean owner;
  private final Set<String> roles = new LinkedHashSet<>();
  private final Set<String> phones = new LinkedHashSet<>();
  private final Set<String> emails = new LinkedHashSet<>();

  private RuleRecipients() {}

  /** The party that an audience names, or everybody in the role of that name. */
  static RuleRecipients of(String audience) {
    RuleRecipients recipients = new RuleRecipients();
    if (!recipients.party(audience)) {
      recipients.roles.add(audience);
    }
    return recipients;
  }

  private boolean party(String name) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "customer", "consumer", "client", "lead", "contact" -> lead = true;
      case "agent", "owner", "adviser", "advisor" -> owner = true;
      case "partner" -> partner = true;
      case "both" -> {
        lead = true;
        owner = true;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Those of the column; empty if it says nothing. */
  static Optional<RuleRecipients> read(JsonNode column, String channel, Problems problems) {
    List<String> names = names(column, problems);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    RuleRecipients recipients = new RuleRecipients();
    names.forEach(name -> recipients.add(name, channel, problems));
    return Optional.of(recipients);
  }

  /** The texts of a column: a list, as JSON too, or a text with commas. */
  static List<String> names(JsonNode column, Problems problems) {
    JsonNode value = column;
    if (column.isTextual() && column.textValue().strip().startsWith("[")) {
      value = list(column.textValue(), problems);
    }
    List<String> names = new ArrayList<>();
    if (value.isTextual()) {
      for (String part : value.textValue().split("[,;]", -1)) {
        names.add(part.strip());
      }
    } else if (value.isArray()) {
      value.forEach(one -> names.add(one.asText().strip()));
    } else if (!value.isMissingNode() && !value.isNull()) {
      problems.add("expected a list or a text; found " + RuleReader.quoted(value.toString()));
    }
    names.removeIf(String::isEmpty);
    return names;
  }

  private static JsonNode list(String text, Problems problems) {
    try {
      return Json.reader().readTree(text);
    } catch (JsonProcessingException e) {
      problems.add("expected a list as JSON; found " + RuleReader.quoted(text));
      return Json.array();
    }
  }

  private void add(String name, String channel, Problems problems) {
    if (party(name)) {
      return;
    }
    boolean email = EMAIL.matcher(name).matches();
    boolean phone = PHONE.matcher(name).matches();
    if (!email && !phone) {
      problems.add(
          "expected CUSTOMER, AGENT, PARTNER, BOTH, an e-mail address or a phone number with its"
              + " country code; found "
              + RuleReader.quoted(name));
    } else if (email && (channel.equals(Channels.SMS) || channel.equals(Channels.WHATSAPP))
        || phone && channel.equals(Channels.EMAIL)) {
      problems.add(RuleReader.quoted(name) + " cannot be reached by " + channel);
    } else {
      (email ? emails : phones).add(name);
    }
  }

  /**
   * Adds the lead's contact to a matrix, or takes it out.
   *
   * @return whether anybody is left; if not, it stays in
   */
  static boolean lead(ObjectNode matrix, @Nullable Boolean enabled) {
    if (enabled == null) {
      return true;
    }
    ObjectNode rest = matrix.deepCopy().without(List.of(LEAD, "cc", "bcc"));
    boolean others = false;
    for (JsonNode value : rest) {
      others |= value.isBoolean() ? value.booleanValue() : !value.isEmpty();
    }
    if (enabled || !others) {
      ObjectNode before = matrix.deepCopy().without(List.of(LEAD));
      matrix.removeAll().put(LEAD, true);
      before.properties().forEach(one -> matrix.set(one.getKey(), one.getValue()));
    } else {
      matrix.remove(LEAD);
    }
    return enabled || others;
  }

  /** The matrix of a column; null if it says nothing, or none. */
  static @Nullable ObjectNode matrix(JsonNode column, Problems problems) {
    JsonNode value = parsed(column);
    if (value instanceof ObjectNode matrix) {
      return matrix.deepCopy();
    }
    if (!value.isMissingNode() && !value.isNull() && !value.asText().isBlank()) {
      problems.add(
          "expected an object such as {\"includeLeadContact\": true}; found "
              + RuleReader.quoted(value.isTextual() ? value.textValue() : value.toString()));
    }
    return null;
  }

  /** A column of a table holds JSON as a text. */
  static JsonNode parsed(JsonNode column) {
    String text = column.isTextual() ? column.textValue().strip() : "";
    try {
      return text.startsWith("{") || text.startsWith("[") ? Json.reader().readTree(text) : column;
    } catch (JsonProcessingException e) {
      return column;
    }
  }

  ObjectNode toJson() {
    ObjectNode matrix = Json.object();
    flag(matrix, LEAD, lead);
    flag(matrix, "includePartner", partner);
    flag(matrix, "includeOwner", owner);
    list(matrix, "roles", roles);
    list(matrix, "customPhones", phones);
    list(matrix, "customEmails", emails);
    return matrix;
  }

  private static void flag(ObjectNode matrix, String key, boolean value) {
    if (value) {
      matrix.put(key, true);
    }
  }

  private static void list(ObjectNode matrix, String key, Set<String> values) {
    if (!values.isEmpty()) {
      values.forEach(matrix.putArray(key)::add);
    }
  }
}
