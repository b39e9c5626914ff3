package dev.workflow.messaging.internal.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.expression.MissingText;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Wording;
import dev.workflow.messaging.internal.recipient.Addressee;
import dev.workflow.messaging.internal.recipient.Addressee.Destination;
import dev.workflow.messaging.internal.recipient.RecipientMatrix;
import dev.workflow.spi.AddressFormat.Result;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Contact;
import dev.workflow.spi.ContactDirectory.Party;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the recipients of one step: every address normalised, everybody once wherever they
 * stand, and a reason for everybody who cannot be reached. One thread, one use.
 */
public final class RecipientBook {

  private static final int SHOWN = 200;
  private static final int LONGEST = 1_000;

  /** Whose step it is. */
  public record Scope(
      TenantId tenant, @Nullable SubjectRef subject, ObjectNode data, Locale locale) {}

  /**
   * Somebody who cannot be reached.
   *
   * @param recipient who, as far as that is known: what was written, or the party
   * @param reason as the end of a sentence about it
   */
  public record Unreached(String recipient, String reason) {}

  private final MessageStepContext messaging;
  private final Scope scope;
  private final Set<Destination> taken = new HashSet<>();
  private final List<Unreached> unreached = new ArrayList<>();
  private int named;

  public RecipientBook(MessageStepContext messaging, Scope scope) {
    this.messaging = messaging;
    this.scope = scope;
  }

  /** Everybody who cannot be reached, of all that was taken so far. */
  public List<Unreached> unreached() {
    return List.copyOf(unreached);
  }

  /** How many recipients were named so far, valid or not. */
  public int named() {
    return named;
  }

  /**
   * Those of a matrix who were not taken before.
   *
   * @param channels in the order in which they are tried
   */
  public List<Addressee> take(RecipientMatrix matrix, List<String> channels) {
    named += matrix.size();
    if (tooMany()) {
      return List.of();
    }
    List<Addressee> fresh = new ArrayList<>();
    for (Party party : matrix.parties()) {
      List<Contact> contacts =
          messaging.contacts().contacts(scope.tenant(), scope.subject(), party, scope.data());
      named += Math.max(0, contacts.size() - 1);
      if (contacts.isEmpty()) {
        unreached.add(new Unreached(party.toString(), "there is no contact for it"));
      }
      if (tooMany()) {
        return List.of();
      }
      contacts.forEach(contact -> take(contact, label(contact, party), channels, fresh));
    }
    matrix.missing().forEach(one -> take(one, List.of(), channels, fresh));
    matrix.fields().forEach(field -> takeField(field, channels, fresh));
    matrix.emails().forEach(email -> take(email, List.of(Channels.EMAIL), channels, fresh));
    matrix.phones().forEach(phone -> take(phone, Channels.BY_PHONE, channels, fresh));
    return fresh;
  }

  /**
   * Those of a list of addresses of one channel who were not taken before. Somebody with the
   * address of the lead contact is that.
   */
  public List<Addressee> take(List<JsonNode> addresses, String channel) {
    named += addresses.size();
    if (tooMany()) {
      return List.of();
    }
    List<Addressee> fresh = new ArrayList<>();
    addresses.forEach(one -> take(one, List.of(channel), List.of(channel), fresh));
    return fresh;
  }

  /** Whether more were named than one step may send to. */
  public boolean tooMany() {
    return named > messaging.settings().maxRecipients();
  }

  /** The same, whoever has the address of the lead contact being that. */
  public List<Addressee> recognized(List<Addressee> fresh, String channel) {
    if (fresh.isEmpty()) {
      return fresh;
    }
    List<Contact> known =
        messaging
            .contacts()
            .contacts(scope.tenant(), scope.subject(), Party.LEAD_CONTACT, scope.data());
    List<Addressee> all = new ArrayList<>(fresh);
    for (Contact contact : known) {
      String raw = contact.addresses().get(channel);
      String own = raw == null ? null : bare(channel, raw);
      if (own != null) {
        all.replaceAll(
            one ->
                own.equals(bare(channel, one.first().recipient()))
                    ? new Addressee(contact, one.places())
                    : one);
      }
    }
    return all;
  }

  private @Nullable String bare(String channel, String raw) {
    return messaging.address(channel, raw, scope.locale()) instanceof Result.Valid valid
        ? valid.address()
        : null;
  }

  private static String label(Contact contact, Party party) {
    return contact.name() == null ? party.toString() : party + " " + Wording.clip(contact.name());
  }

  private void takeField(JsonNode field, List<String> channels, List<Addressee> fresh) {
    if (field.isObject()) {
      Contact contact = Contact.read(field);
      String name = contact.name();
      take(contact, name == null ? "a field" : Wording.clip(name), channels, fresh);
    } else {
      boolean email = field.asText().indexOf('@') >= 0;
      List<String> kinds = email ? List.of(Channels.EMAIL) : Channels.BY_PHONE;
      take(field, kinds, channels, fresh);
    }
  }

  /** One address that serves some channels. */
  private void take(
      JsonNode address, List<String> kinds, List<String> channels, List<Addressee> fresh) {
    MissingText missing = MissingText.of(address);
    if (missing != null) {
      unreached.add(new Unreached(shown(missing.text()), missing.reason()));
      return;
    }
    if (!address.isTextual() && !address.isNumber()) {
      unreached.add(new Unreached(JsonKind.of(address), "is not an address"));
      return;
    }
    Contact contact = null;
    for (String kind : kinds) {
      contact =
          contact == null
              ? Contact.of(kind, address.asText())
              : contact.withAddress(kind, address.asText());
    }
    if (contact != null) {
      take(contact, shown(address.asText()), channels, fresh);
    }
  }

  private void take(Contact contact, String label, List<String> channels, List<Addressee> fresh) {
    List<Destination> places = new ArrayList<>();
    List<Destination> bare = new ArrayList<>();
    Set<String> refused = new HashSet<>();
    boolean any = false;
    for (String channel : channels) {
      String raw = contact.addresses().get(channel);
      if (raw == null) {
        continue;
      }
      any = true;
      Result result = messaging.address(channel, raw, scope.locale());
      if (result instanceof Result.Invalid invalid) {
        if (refused.add(raw)) {
          unreached.add(new Unreached(shown(raw), invalid.reason()));
        }
      } else if (result instanceof Result.Valid valid && valid.recipient().length() > LONGEST) {
        unreached.add(new Unreached(shown(raw), "is too long for an address"));
      } else if (result instanceof Result.Valid valid) {
        places.add(new Destination(channel, valid.recipient()));
        bare.add(new Destination(channel, valid.address()));
      }
    }
    if (!any) {
      unreached.add(new Unreached(label, "has no address for " + String.join(", ", channels)));
    }
    if (!places.isEmpty() && taken.add(bare.get(0))) {
      for (int i = places.size() - 1; i > 0; i--) {
        if (taken.contains(bare.get(i))) {
          places.remove(i);
        }
      }
      fresh.add(new Addressee(contact, places));
    }
  }

  private static String shown(String raw) {
    return raw.codePointCount(0, raw.length()) > SHOWN
        ? raw.substring(0, raw.offsetByCodePoints(0, SHOWN)) + "…"
        : raw;
  }
}
