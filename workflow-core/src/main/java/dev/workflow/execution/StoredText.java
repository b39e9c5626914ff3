package dev.workflow.execution;

/** What the host says in a form that every database keeps. */
public final class StoredText {

  private static final int MAX_REASON = 2_000;
  private static final int REPLACEMENT = 0xFFFD;

  private StoredText() {}

  /** A text of the host's in a length that can be stored, without what no database takes. */
  public static String cut(String text) {
    return cut(text, MAX_REASON);
  }

  public static String cut(String text, int most) {
    StringBuilder cut = new StringBuilder();
    text.codePoints().limit(most).forEach(c -> cut.appendCodePoint(storable(c) ? c : REPLACEMENT));
    return cut.append(text.codePointCount(0, text.length()) > most ? "…" : "").toString();
  }

  private static boolean storable(int codePoint) {
    return codePoint != 0 && Character.getType(codePoint) != Character.SURROGATE;
  }
}
