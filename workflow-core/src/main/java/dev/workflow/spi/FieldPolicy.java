package dev.workflow.spi;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import java.util.Objects;

/**
 * Which fields of the host's records a principal may see and write. Without one all are open.
 *
 * <p>A field is asked about wherever the data of a run, of a trigger or of an explanation hold it:
 * keys at the top of a payload or an input are fields of a record of the subject's type, and those
 * of an object or of the objects of a list fields of a record of the type under whose key that
 * stands, at any depth: {@code salary} of {@code deal.lead.salary} is asked about for the type
 * {@code lead}.
 *
 * <p>Called on the engine's threads, inside transactions and for every field of the data each time
 * they are read: it answers from memory and must not block. Thread-safe. It fails closed: a field
 * for which it throws is hidden and not writable. {@link Actor#ENGINE} sees and writes everything
 * and is not asked about.
 */
@FunctionalInterface
public interface FieldPolicy {

  /**
   * What is asked.
   *
   * @param record the type of the record
   * @param field a field of it
   */
  record Request(Actor principal, TenantId tenant, String record, String field) {

    public Request {
      Objects.requireNonNull(principal, "principal");
      Objects.requireNonNull(tenant, "tenant");
      Objects.requireNonNull(record, "record");
      Objects.requireNonNull(field, "field");
    }
  }

  /** What a principal may do with a field; {@link Access#OPEN} if there is nothing to say. */
  Access of(Request request);

  /**
   * What somebody may do with a field.
   *
   * @param mask what is shown instead of its value, at most 100 characters; empty: nothing
   */
  record Access(Sight sight, String mask, boolean writable) {

    private static final int LONGEST_MASK = 100;

    /** Seen and written. */
    public static final Access OPEN = new Access(Sight.READABLE, "", true);

    /** Seen and not written. */
    public static final Access READ_ONLY = new Access(Sight.READABLE, "", false);

    /** Neither seen nor written. */
    public static final Access HIDDEN = new Access(Sight.HIDDEN, "", false);

    public Access {
      Objects.requireNonNull(sight, "sight");
      if (mask.length() > LONGEST_MASK) {
        throw new IllegalArgumentException(
            "a mask has at most " + LONGEST_MASK + " characters, this one " + mask.length());
      }
    }

    /** Shown as a mask, and not written. */
    public static Access masked(String mask) {
      return new Access(Sight.MASKED, mask, false);
    }

    public Access withWritable(boolean value) {
      return new Access(sight, mask, value);
    }
  }

  /** What of a field is seen. */
  enum Sight {
    READABLE,
    MASKED,
    HIDDEN
  }
}
