package dev.workflow.messaging.internal.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.MissingText;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import dev.workflow.spi.ContactDirectory.Party;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a message is for, as a step says it. Immutable.
 *
 * @param parties in the order in which they are asked for
 * @param missing flags and roles that read what is not there
 * @param fields addresses and contacts from the data
 */
public record RecipientMatrix(
    List<Party> parties,
    List<JsonNode> missing,
    List<JsonNode> fields,
    List<JsonNode> emails,
    List<JsonNode> phones) {

  private static final List<String> FLAGS =
      List.of("includeLeadContact", "includePartner", "includeOwner");
  private static final List<String> LISTS =
      List.of("roles", "customPhones", "customEmails", "fields");
  private static final List<String> KEYS =
      List.of(
          "includeLeadContact",
          "includePartner",
          "includeOwner",
          "roles",
          "customPhones",
          "customEmails",
          "fields");
  private static final List<String> COPIES = List.of("cc", "bcc");

  public RecipientMatrix {
    parties = List.copyOf(parties);
    missing = List.copyOf(missing);
    fields = List.copyOf(fields);
    emails = List.copyOf(emails);
    phones = List.copyOf(phones);
  }

  /** Reads one that {@link #check} has no problems with, its expressions worked out. */
  public static RecipientMatrix of(JsonNode json) {
    List<Party> parties = new ArrayList<>();
    List<JsonNode> missing = new ArrayList<>();
    List<Party> flagged = List.of(Party.LEAD_CONTACT, Party.PARTNER, Party.OWNER);
    for (int i = 0; i < FLAGS.size(); i++) {
      JsonNode flag = json.path(FLAGS.get(i));
      if (MissingText.of(flag) != null) {
        missing.add(flag);
      } else if (flag.asBoolean(false)) {
        parties.add(flagged.get(i));
      }
    }
    for (JsonNode role : list(json.path("roles"))) {
      if (MissingText.of(role) != null) {
        missing.add(role);
      } else if (!role.asText().isBlank()) {
        parties.add(Party.role(role.asText()));
      }
    }
    return new RecipientMatrix(
        parties,
        missing,
        list(json.path("fields")),
        list(json.path("customEmails")),
        list(json.path("customPhones")));
  }

  private static List<JsonNode> list(JsonNode json) {
    List<JsonNode> list = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(
          element -> {
            if (element.isArray()) {
              element.forEach(list::add);
            } else {
              list.add(element);
            }
          });
    } else if (!json.isMissingNode() && !json.isNull()) {
      list.add(json);
    }
    return list;
  }

  /** How many recipients it names, each party as one. */
  public int size() {
    return parties.size() + missing.size() + fields.size() + emails.size() + phones.size();
  }

  /** Notes what is wrong with one, as written or with its expressions worked out. */
  public static void check(JsonNode json, Problems problems) {
    check(json, true, problems);
    COPIES.forEach(
        copy -> {
          if (json.has(copy)) {
            check(json.get(copy), false, problems.at(copy));
          }
        });
    if (json.isObject() && KEYS.stream().noneMatch(key -> names(json.get(key)))) {
      problems.add("names nobody; say who gets it with one of " + String.join(", ", KEYS));
    }
  }

  private static boolean names(JsonNode value) {
    return value != null && !value.isNull() && !(value.isBoolean() && !value.booleanValue());
  }

  private static void check(JsonNode json, boolean top, Problems problems) {
    if (!json.isObject()) {
      problems.add(Wording.expected("an object of recipients", json));
      return;
    }
    List<String> known = new ArrayList<>(KEYS);
    if (top) {
      known.addAll(COPIES);
    }
    json.properties()
        .forEach(
            field -> {
              Problems here = problems.at(field.getKey());
              if (!known.contains(field.getKey())) {
                here.add("unknown key" + DidYouMean.suffix(field.getKey(), known));
              } else if (FLAGS.contains(field.getKey())) {
                checkFlag(field.getValue(), here);
              } else if (LISTS.contains(field.getKey())) {
                checkList(field.getKey(), field.getValue(), here);
              }
            });
  }

  private static void checkFlag(JsonNode value, Problems problems) {
    boolean open = value.isTextual() && Template.containsExpression(value.textValue());
    if (!open && !value.isBoolean() && !value.isNull() && MissingText.of(value) == null) {
      problems.add(Wording.expected("true or false", value));
    }
  }

  private static void checkList(String key, JsonNode value, Problems problems) {
    boolean fits =
        value.isArray() || value.isTextual() || value.isNull() || MissingText.of(value) != null;
    if (!fits && !(key.equals("fields") && value.isObject())) {
      problems.add(Wording.expected("a list of texts", value));
    } else if (value.isArray() && !key.equals("fields")) {
      for (int i = 0; i < value.size(); i++) {
        if (!value.get(i).isValueNode() && !value.get(i).isArray()) {
          problems.at(i).add(Wording.expected("a text", value.get(i)));
        }
      }
    }
  }
}
