package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can be reached. Immutable.
 *
 * @param name what people call them, for {@code {{recipient.name}}} in templates
 * @param addresses by channel, as they are written somewhere: the engine checks and normalises them
 * @param language the language they read (BCP 47, such as {@code nl-BE}); null: the tenant's
 * @param zone the zone of their hours, for windows; null: the tenant's
 * @param person a stable key of the human, the same whatever the channel: for caps and preferences
 */
public record Contact(
    @Nullable String name,
    Map<String, String> addresses,
    @Nullable String language,
    @Nullable ZoneId zone,
    @Nullable String person) {

  public Contact {
    addresses = Map.copyOf(addresses);
  }

  /** Somebody with one address and nothing else. */
  public static Contact of(String channel, String address) {
    return new Contact(null, Map.of(channel, address), null, null, null);
  }

  /**
   * Somebody as they are in JSON, with the keys that {@link ContactDirectory#fromData()} knows;
   * what is not there, or is of no use, is left out.
   */
  public static Contact read(JsonNode object) {
    return DataContacts.of(object);
  }

  /** The same with one more address, or another one on that channel. */
  public Contact withAddress(String channel, String address) {
    Map<String, String> all = new LinkedHashMap<>(addresses);
    all.put(channel, address);
    return new Contact(name, all, language, zone, person);
  }

  public Contact withName(@Nullable String value) {
    return new Contact(value, addresses, language, zone, person);
  }

  public Contact withLanguage(@Nullable String value) {
    return new Contact(name, addresses, value, zone, person);
  }

  public Contact withZone(@Nullable ZoneId value) {
    return new Contact(name, addresses, language, value, person);
  }

  public Contact withPerson(@Nullable String value) {
    return new Contact(name, addresses, language, zone, value);
  }
}
