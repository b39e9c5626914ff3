package dev.workflow.examples.host.matters;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What providers post about: as it is in the URL, with the provider and the engine's action. */
enum WebhookKind {
  ESIGN("docusign", "signature"),
  PAYMENTS("stripe", "payment"),
  UPLOADS("portal", "request_document");

  private final String provider;
  private final String action;

  WebhookKind(String provider, String action) {
    this.provider = provider;
    this.action = action;
  }

  /** The name of the provider of this kind. */
  String provider() {
    return provider;
  }

  /** The action of the engine that it ends. */
  String action() {
    return action;
  }

  /** As it is written: {@code esign}. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of that text, if there is one. */
  static Optional<WebhookKind> of(String text) {
    return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
  }
}
