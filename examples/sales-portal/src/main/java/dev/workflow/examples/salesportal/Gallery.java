package dev.workflow.examples.salesportal;

import dev.workflow.examples.salesportal.MailServer.Mail;
import dev.workflow.examples.salesportal.Portal.Received;
import java.util.List;

/** A page that shows mails as their readers see them. */
final class Gallery {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Mails of the sales portal</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; background: #f4f5f7; color: #222; }
      main { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); gap: 1rem; }
      article { background: #fff; border-radius: .5rem; box-shadow: 0 1px 3px #0003; overflow: hidden; border-top: .3rem solid #8a94a6; }
      article.workflow { border-color: #0a7d5a; }
      header { padding: .8rem 1rem; border-bottom: 1px solid #e4e6ea; font-size: .85rem; color: #555; }
      header b { display: block; color: #111; font-size: 1rem; }
      iframe { border: 0; width: 100%; height: 13rem; }
      pre { white-space: pre-wrap; padding: 0 1rem 1rem; font: inherit; }
      </style></head><body>
      <h1>Mails of the sales portal</h1>
      <p>In the order in which they were sent. Green: a workflow sent it; grey: the old code.</p>
      <main>
      """;

  private Gallery() {}

  static String page(List<Received> mails) {
    StringBuilder page = new StringBuilder(HEAD);
    mails.forEach(mail -> card(page, mail));
    return page.append("</main></body></html>\n").toString();
  }

  private static void card(StringBuilder page, Received received) {
    Mail mail = received.mail();
    boolean workflow = mail.from().startsWith("Workflows");
    page.append("<article class=\"").append(workflow ? "workflow" : "old").append("\"><header><b>");
    page.append(escaped(mail.subject())).append("</b>").append(received.at()).append("<br>");
    page.append(escaped(mail.from())).append(" → ").append(escaped(mail.to())).append("</header>");
    if (mail.html().isEmpty()) {
      page.append("<pre>").append(escaped(mail.text())).append("</pre>");
    } else {
      page.append("<iframe sandbox srcdoc=\"<body style='font:16px/1.5 sans-serif;margin:1rem'>");
      page.append(escaped(mail.html())).append("\"></iframe>");
    }
    page.append("</article>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
