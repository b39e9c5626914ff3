package dev.workflow.internal.engine;

import dev.workflow.internal.text.Limits;

/** Texts of the host in a form that every database keeps. */
public final class StoredText {

  private StoredText() {}

  /** A text of the host's in a length that can be stored, without what no database takes. */
  public static String cut(String text) {
    return cut(text, Limits.REASON);
  }

  public static String cut(String text, int most) {
    boolean longer = text.codePointCount(0, text.length()) > most;
    return Limits.storable(text, most) + (longer ? "…" : "");
  }
}
