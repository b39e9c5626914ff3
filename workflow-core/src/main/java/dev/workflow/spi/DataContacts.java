package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Contacts as they are in the data of a step. */
final class DataContacts implements ContactDirectory {

  static final DataContacts INSTANCE = new DataContacts();

  /** What a contact has besides addresses. */
  private static final Set<String> OTHER =
      Set.of(
          "id",
          "name",
          "first_name",
          "last_name",
          "phone",
          "user_id",
          "language",
          "timezone",
          "person");

  private DataContacts() {}

  @Override
  public List<Contact> contacts(
      TenantId tenant, @Nullable SubjectRef subject, Party party, ObjectNode data) {
    return switch (party.kind()) {
      case LEAD_CONTACT -> leadContact(subject, data);
      case PARTNER -> all(related("partner", subject, data));
      case OWNER -> all(related("owner", subject, data));
      case ROLE -> all(data.path("roles").path(String.valueOf(party.role())));
    };
  }

  private static List<Contact> leadContact(@Nullable SubjectRef subject, ObjectNode data) {
    for (String name : names(subject)) {
      JsonNode object = data.path(name);
      List<Contact> own = all(object.path("contact").isObject() ? object.path("contact") : object);
      if (own.stream().anyMatch(DataContacts::onKnownChannel)) {
        return own;
      }
    }
    for (JsonNode object : List.of(data, data.path("quote"))) {
      Map<String, JsonNode> consumer = new LinkedHashMap<>();
      for (String key : List.of("name", "email", "phone", "language", "timezone")) {
        consumer.put(key, object.path("consumer_" + key));
      }
      Contact contact = contact(key -> consumer.getOrDefault(key, MissingNode.getInstance()));
      if (!contact.addresses().isEmpty()) {
        return List.of(contact);
      }
    }
    return names(subject).stream()
        .map(name -> all(data.path(name)))
        .filter(contacts -> !contacts.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Any text could be the address on a channel of the host's own; these are addresses. */
  private static boolean onKnownChannel(Contact contact) {
    return Channels.TO_PEOPLE.stream().anyMatch(contact.addresses()::containsKey);
  }

  private static List<String> names(@Nullable SubjectRef subject) {
    return Stream.of("lead", subject == null ? "lead" : subject.type(), "contact")
        .distinct()
        .toList();
  }

  private static JsonNode related(String name, @Nullable SubjectRef subject, ObjectNode data) {
    return Stream.concat(Stream.of(data), names(subject).stream().map(data::path))
        .map(object -> object.path(name))
        .filter(found -> found.isObject() || found.isArray())
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** One contact, or a list of them; those that cannot be reached at all are none. */
  private static List<Contact> all(JsonNode found) {
    List<Contact> contacts = new ArrayList<>();
    for (JsonNode one : found.isArray() ? found : List.of(found)) {
      if (one.isObject()) {
        contacts.add(of(one));
      }
    }
    contacts.removeIf(contact -> contact.addresses().isEmpty());
    return contacts;
  }

  static Contact of(JsonNode object) {
    Contact contact = contact(object::path);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      boolean own = !OTHER.contains(field.getKey()) && !Channels.TO_PEOPLE.contains(field.getKey());
      if (own && field.getValue().isTextual() && !field.getValue().textValue().isBlank()) {
        contact = contact.withAddress(field.getKey(), field.getValue().textValue());
      }
    }
    return contact;
  }

  private interface Fields {
    JsonNode get(String key);
  }

  private static Contact contact(Fields fields) {
    Map<String, String> addresses = new LinkedHashMap<>();
    String phone = text(fields.get("phone"));
    if (phone != null) {
      addresses.put(Channels.SMS, phone);
      addresses.put(Channels.WHATSAPP, phone);
    }
    String user = text(fields.get("user_id"));
    for (String channel : Channels.TO_PEOPLE) {
      String address = text(fields.get(channel));
      if (address != null) {
        addresses.put(channel, address);
      } else if (channel.equals(Channels.IN_APP) && user != null) {
        addresses.put(channel, user);
      }
    }
    return new Contact(
        name(fields),
        addresses,
        text(fields.get("language")),
        zone(text(fields.get("timezone"))),
        text(fields.get("person")));
  }

  private static @Nullable String name(Fields fields) {
    String name = text(fields.get("name"));
    if (name != null) {
      return name;
    }
    String both =
        Stream.of("first_name", "last_name")
            .map(key -> text(fields.get(key)))
            .flatMap(Stream::ofNullable)
            .collect(Collectors.joining(" "));
    return both.isEmpty() ? null : both;
  }

  private static @Nullable ZoneId zone(@Nullable String name) {
    try {
      return name == null ? null : ZoneId.of(name);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode value) {
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
        ? value.asText()
        : null;
  }
}
