package dev.workflow.internal.engine;

import dev.workflow.instance.InstanceState;
import dev.workflow.spi.store.InstanceRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the place of the node that owns an instance, because something is to happen to it
 * before anything else, and has not been written yet; see {@link LeftToEnd}. Its row is ACTIVE
 * then, whatever it was, so that it is claimed.
 *
 * @param kind what is to happen
 * @param was the state that it had before
 * @param text the reason, or for {@link Kind#ASK} the ids of events, each on a line of its own
 */
public record EndMark(Kind kind, InstanceState was, String text) {

  /** What is to happen. */
  public enum Kind {
    /** It ends, because what waits for it has. */
    WITH_PARENT(InstanceRow.ENDING + "ends"),
    /** An event ends it. */
    EXIT(InstanceRow.ENDING + "exit"),
    /** It is cancelled. */
    CANCEL(InstanceRow.ENDING + "cancel"),
    /** Events reach it, of which one may end it. */
    ASK("~ask");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** What the place of a node takes. */
  private static final int LONGEST = 300;

  /** The mark of a row; null: it has none. */
  public static @Nullable EndMark of(InstanceRow row) {
    return of(row.progress().owner());
  }

  /** The same of what stands in the place of a node. */
  static @Nullable EndMark of(@Nullable String owner) {
    if (owner == null || !owner.startsWith("~")) {
      return null;
    }
    int space = owner.indexOf(' ');
    String head = space < 0 ? owner : owner.substring(0, space);
    String text = space < 0 ? "" : owner.substring(space + 1);
    int slash = head.indexOf('/');
    String word = slash < 0 ? head : head.substring(0, slash);
    InstanceState was =
        slash < 0 ? InstanceState.ACTIVE : InstanceState.of(head.substring(slash + 1));
    for (Kind kind : Kind.values()) {
      if (kind.word.equals(word) || kind.word.equals("~" + word)) {
        return new EndMark(kind, was, text);
      }
    }
    return null;
  }

  /** The state of an instance, as its history tells it. */
  public static InstanceState state(InstanceRow row) {
    EndMark mark = of(row);
    return mark == null ? InstanceState.of(row.progress().state()) : mark.was;
  }

  /** Whether it is certain to end. */
  boolean certain() {
    return kind != Kind.ASK;
  }

  /** The events that reach it. */
  List<String> events() {
    return text.lines().toList();
  }

  /** The same with one more event. */
  EndMark and(String event) {
    return new EndMark(kind, was, text + "\n" + event);
  }

  /** As it is stored. */
  String stored() {
    String state = was == InstanceState.ACTIVE ? "" : "/" + was.name();
    return kind.word + state + (text.isEmpty() ? "" : " " + text);
  }

  /** Whether it can be stored. */
  boolean fits() {
    return stored().length() <= LONGEST;
  }
}
