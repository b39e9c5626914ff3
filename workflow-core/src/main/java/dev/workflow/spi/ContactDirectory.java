package dev.workflow.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parties of a subject, and how they are reached.
 *
 * <p>Called on the engine's threads, once for every party that a message step names, at every
 * attempt; it may block. An exception fails the attempt, which is tried again. Thread-safe.
 */
@FunctionalInterface
public interface ContactDirectory {

  /**
   * The contacts of a party; none: the step reports that there is nobody.
   *
   * @param subject what the workflow is about, or null
   * @param data what the step sees; read-only
   */
  List<Contact> contacts(
      TenantId tenant, @Nullable SubjectRef subject, Party party, ObjectNode data);

  /**
   * A party of a subject.
   *
   * @param role the role's name if it is one; otherwise null
   */
  record Party(Kind kind, @Nullable String role) {

    /** The person whom the lead, deal or quote is about. */
    public static final Party LEAD_CONTACT = new Party(Kind.LEAD_CONTACT, null);

    /** The partner through whom it came. */
    public static final Party PARTNER = new Party(Kind.PARTNER, null);

    /** Who works on it in the host's organisation. */
    public static final Party OWNER = new Party(Kind.OWNER, null);

    public Party {
      Objects.requireNonNull(kind, "kind");
      if ((kind == Kind.ROLE) != (role != null)) {
        throw new IllegalArgumentException("only a ROLE party takes a role name");
      }
    }

    /** Everybody who has a role in it. */
    public static Party role(String name) {
      return new Party(Kind.ROLE, name);
    }

    /** For people: {@code lead contact}, {@code role LAWYER}. */
    @Override
    public String toString() {
      return switch (kind) {
        case LEAD_CONTACT -> "lead contact";
        case PARTNER -> "partner";
        case OWNER -> "owner";
        case ROLE -> "role " + role;
      };
    }
  }

  /** What a party is. */
  enum Kind {
    LEAD_CONTACT,
    PARTNER,
    OWNER,
    ROLE
  }

  /**
   * Takes everybody from the step's data: the default. The lead contact is {@code lead}, or the
   * object of the subject's type, or a quote's {@code consumer_name}, {@code consumer_email} and
   * {@code consumer_phone}; partner and owner are {@code partner} and {@code owner}, there or
   * within that object; a role is what is found at its name in {@code roles}, one contact or a
   * list. A contact has {@code name} (or {@code first_name} and {@code last_name}), {@code email},
   * {@code phone} (for {@code sms} and {@code whatsapp}, unless they stand there themselves),
   * {@code user_id} (for {@code in_app}), {@code language}, {@code timezone} and {@code person}.
   * Any other text is the address on the channel of that name.
   */
  static ContactDirectory fromData() {
    return DataContacts.INSTANCE;
  }
}
