package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The object that holds the fields of some leaves: below a key of the object above.
 *
 * <p>A key with dots, {@code owner.email}, goes before the object below its beginning. So it has to
 * be known that the object above has no such key; one look spares every leaf its own. Immutable.
 */
final class ParentObject {

  /** The data themselves. */
  static final ParentObject ROOT = new ParentObject();

  /** Looking up a key takes about as long as looking at so many. */
  private static final int KEYS_A_LOOKUP = 3;

  private final ParentObject above;
  private final String key;
  private final String[] rivals;

  /**
   * @param rivals the keys with dots that would stand for more of a leaf's path than the key does
   */
  ParentObject(ParentObject above, String key, Collection<String> rivals) {
    this.above = above;
    this.key = key;
    this.rivals = rivals.toArray(String[]::new);
  }

  private ParentObject() {
    this.above = this;
    this.key = "";
    this.rivals = new String[0];
  }

  ParentObject above() {
    return above;
  }

  /** The object; null if there is none or a rival exists, and every leaf must look for itself. */
  @Nullable ObjectNode find(JsonNode data) {
    return this == ROOT ? data instanceof ObjectNode root ? root : null : in(above.find(data));
  }

  /** The same where the object above is known. */
  @Nullable ObjectNode in(@Nullable ObjectNode objectAbove) {
    return objectAbove != null
            && !hasRival(objectAbove)
            && objectAbove.get(key) instanceof ObjectNode object
        ? object
        : null;
  }

  private boolean hasRival(ObjectNode object) {
    if (object.size() <= KEYS_A_LOOKUP * rivals.length) {
      return hasLongerKey(object);
    }
    for (String rival : rivals) {
      if (object.get(rival) != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether any key continues with a dot where this one ends. */
  private boolean hasLongerKey(ObjectNode object) {
    int length = key.length();
    for (Iterator<String> keys = object.fieldNames(); keys.hasNext(); ) {
      String other = keys.next();
      if (other.length() > length && other.charAt(length) == '.' && other.startsWith(key)) {
        return true;
      }
    }
    return false;
  }
}
