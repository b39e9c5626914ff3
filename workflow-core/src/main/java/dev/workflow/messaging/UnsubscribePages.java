package dev.workflow.messaging;

import dev.workflow.messaging.UnsubscribeLinks.Target;

/**
 * The pages that a recipient sees behind a link to unsubscribe, as HTML in UTF-8. Escape what you
 * put in. Called on the thread of the request.
 */
public interface UnsubscribePages {

  /**
   * Asks whether to unsubscribe: a form without an action that posts the field {@code
   * List-Unsubscribe} with the value {@code One-Click}.
   */
  String question(Target target);

  /** Says that it is done. */
  String done(Target target);

  /** Says that the link is of no use. */
  String refused();

  /** Short pages in English without scripts, styles or links. */
  static UnsubscribePages plain() {
    return new Plain();
  }

  /** The short ones. */
  final class Plain implements UnsubscribePages {

    private Plain() {}

    @Override
    public String question(Target target) {
      return page(
          "<p>Unsubscribe "
              + escaped(target.address().address())
              + about(target)
              + "?</p>\n<form method=\"post\"><button name=\"List-Unsubscribe\""
              + " value=\"One-Click\">Unsubscribe</button></form>");
    }

    @Override
    public String done(Target target) {
      return page(
          "<p>"
              + escaped(target.address().address())
              + " is unsubscribed"
              + about(target)
              + ".</p>");
    }

    @Override
    public String refused() {
      return page("<p>This link is not valid, or no longer.</p>");
    }

    private static String about(Target target) {
      return target.topic() == null ? "" : " from " + escaped(target.topic());
    }

    private static String page(String content) {
      return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
          + "<meta name=\"robots\" content=\"noindex\"><title>Unsubscribe</title></head><body>\n"
          + content
          + "\n</body></html>\n";
    }

    private static String escaped(String text) {
      return text.replace("&", "&amp;")
          .replace("<", "&lt;")
          .replace(">", "&gt;")
          .replace("\"", "&quot;")
          .replace("'", "&#39;");
    }
  }
}
