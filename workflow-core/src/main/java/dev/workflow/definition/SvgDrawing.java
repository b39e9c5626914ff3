package dev.workflow.definition;

import java.util.Locale;
import java.util.Map;

/**
 * The shapes of a picture as SVG text. Colours are attributes, which a style sheet overrules by the
 * classes beside them; there is neither a style nor a script in it, so that any content security
 * policy shows it. Not thread-safe.
 */
final class SvgDrawing {

  static final int BOX_WIDTH = 220;
  static final int BOX_HEIGHT = 48;

  private static final int SHOWN = 30;

  /** What a state looks like: a sign and colours, so that no state is told by a colour alone. */
  private record Look(String sign, String fill, String stroke) {}

  private static final Look PLAIN = new Look("", "#ffffff", "#75808f");
  private static final Map<String, Look> LOOKS =
      Map.of(
          "READY", new Look("○", "#f1f3f6", "#3f4852"),
          "IN_PROGRESS", new Look("◐", "#dbe7fb", "#0b4fc4"),
          "COMPLETED", new Look("✓", "#d9f0e9", "#067a5e"),
          "FAILED", new Look("✕", "#f9dfe5", "#8e0e2b"),
          "BLOCKED", new Look("!", "#fbeed3", "#835a00"),
          "SKIPPED", new Look("⤼", "#eceff3", "#525b68"));

  private final StringBuilder text = new StringBuilder();

  /** A step: its label, what it is below it, and its state. */
  void box(double axis, double top, String shape, Box box) {
    Look look = box.state() == null ? PLAIN : LOOKS.getOrDefault(box.state(), PLAIN);
    String state = box.state() == null ? "" : " state-" + box.state().toLowerCase(Locale.ROOT);
    text.append("<g class=\"step ").append(shape).append(state.replace('_', '-')).append("\"");
    text.append(" data-step=\"").append(escaped(box.step())).append("\">");
    text.append("<title>").append(escaped(box.title())).append("</title>");
    double left = axis - BOX_WIDTH / 2.0;
    int round = shape.equals("wait") || shape.equals("delay") ? BOX_HEIGHT / 2 : 6;
    text.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"%s\"%s/>"
            .formatted(
                number(left),
                number(top),
                BOX_WIDTH,
                BOX_HEIGHT,
                round,
                look.fill(),
                look.stroke(),
                shape.equals("choice") ? " stroke-width=\"2\"" : ""));
    words(axis, top + 20, "label", 13, "#1a1f26", shortened(box.label(), SHOWN));
    String sign =
        box.state() == null
            ? ""
            : look.sign() + " " + box.state().toLowerCase(Locale.ROOT).replace('_', ' ') + " · ";
    words(axis, top + 37, "kind", 11, "#525b68", shortened(sign + box.kind(), SHOWN + 6));
    if (!box.note().isEmpty()) {
      words(axis, top + BOX_HEIGHT + 12, "note", 11, "#525b68", shortened(box.note(), SHOWN + 6));
    }
    text.append("</g>\n");
  }

  /** What ends the instance wherever it stands. */
  void exit(double axis, double top, String what) {
    text.append("<g class=\"exit\"><title>exit: ").append(escaped(what)).append("</title>");
    text.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>"
            .formatted(
                number(axis - BOX_WIDTH / 2.0),
                number(top),
                BOX_WIDTH,
                BOX_HEIGHT,
                BOX_HEIGHT / 2,
                PLAIN.fill(),
                PLAIN.stroke()));
    words(axis, top + 20, "label", 13, "#1a1f26", shortened(what, SHOWN));
    words(axis, top + 37, "kind", 11, "#525b68", "exit");
    text.append("</g>\n");
  }

  /**
   * What is written in and below a box.
   *
   * @param state null: none
   */
  record Box(
      String step,
      String label,
      String kind,
      @org.jspecify.annotations.Nullable String state,
      String note) {

    String title() {
      return step
          + ": "
          + label
          + ", "
          + kind
          + (state == null ? "" : ", " + state)
          + (note.isEmpty() ? "" : ", " + note);
    }
  }

  /** Where it begins and ends. */
  void dot(double x, double y, String name) {
    text.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"6\" fill=\"#3f4852\"/>\n"
            .formatted(name, number(x), number(y)));
  }

  /**
   * A line from above to below, with a bend half way where the two do not stand above each other.
   */
  void edge(double fromX, double fromY, double toX, double toY, boolean dashed) {
    double middle = fromY + Math.min(12, (toY - fromY) / 2);
    String path =
        fromX == toX
            ? "M%s %sV%s".formatted(number(fromX), number(fromY), number(toY))
            : "M%s %sV%sH%sV%s"
                .formatted(number(fromX), number(fromY), number(middle), number(toX), number(toY));
    path(path, dashed);
  }

  /** A line along a path. */
  void path(String path, boolean dashed) {
    text.append(
        "<path class=\"edge\" d=\"%s\" fill=\"none\" stroke=\"#75808f\"%s/>\n"
            .formatted(path, dashed ? " stroke-dasharray=\"4 3\"" : ""));
  }

  /** A word on a line. */
  void caption(double x, double y, String caption) {
    if (!caption.isEmpty()) {
      words(x, y, "caption", 11, "#525b68", shortened(caption, SHOWN));
      text.append('\n');
    }
  }

  private void words(double x, double y, String name, int size, String colour, String words) {
    text.append(
        ("<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"middle\" font-size=\"%d\""
                + " font-family=\"system-ui, sans-serif\" fill=\"%s\">%s</text>")
            .formatted(name, number(x), number(y), size, colour, escaped(words)));
  }

  /** The whole picture. */
  String picture(String title, double width, double height) {
    return ("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %s %s\""
                + " width=\"%s\" height=\"%s\" class=\"workflow-diagram\">\n<title>%s</title>\n")
            .formatted(number(width), number(height), number(width), number(height), escaped(title))
        + text
        + "</svg>\n";
  }

  static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String shortened(String words, int most) {
    return words.codePointCount(0, words.length()) <= most
        ? words
        : words.substring(0, words.offsetByCodePoints(0, most - 1)) + "…";
  }

  private static String escaped(String words) {
    StringBuilder safe = new StringBuilder();
    words
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> {
                  boolean shown =
                      !Character.isISOControl(c)
                          && Character.getType(c) != Character.SURROGATE
                          && Character.getType(c) != Character.FORMAT
                          && c != 0xFFFE
                          && c != 0xFFFF;
                  safe.appendCodePoint(shown ? c : ' ');
                }
              }
            });
    return safe.toString();
  }
}
