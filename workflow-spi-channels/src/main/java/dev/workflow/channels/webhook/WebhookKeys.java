package dev.workflow.channels.webhook;

import dev.workflow.TenantId;
import dev.workflow.channels.signature.WebhookKey;
import java.net.URI;
import java.util.List;

/**
 * Finds the keys that calls to an endpoint are signed with. Asked at the moment of a call, on an
 * engine thread. An endpoint should have a key of its own: who knows it can sign as you.
 * Thread-safe.
 */
@FunctionalInterface
public interface WebhookKeys {

  /**
   * @return the newest first, several while a key is changed; empty: the call is not signed
   */
  List<WebhookKey> find(TenantId tenant, URI url);

  /** No signatures: the default. */
  static WebhookKeys none() {
    return (tenant, url) -> List.of();
  }
}
