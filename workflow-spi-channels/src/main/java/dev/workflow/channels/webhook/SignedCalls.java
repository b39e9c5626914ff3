package dev.workflow.channels.webhook;

import dev.workflow.TenantId;
import dev.workflow.channels.Headers;
import dev.workflow.channels.http.HttpCall;
import dev.workflow.channels.http.HttpResult;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.signature.StandardWebhooks;
import dev.workflow.channels.signature.WebhookKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Calls that bear an id and, where there is a key, a signature. Thread-safe. */
final class SignedCalls {

  private final OutboundHttp http;
  private final WebhookSettings settings;

  SignedCalls(OutboundHttp http, WebhookSettings settings) {
    this.http = http;
    this.settings = settings;
  }

  /**
   * @param id the same for every attempt
   * @param now the time of this attempt
   */
  HttpResult call(TenantId tenant, HttpCall call, String id, Instant now) {
    List<WebhookKey> keys = settings.keys().find(tenant, call.url());
    Headers own =
        keys.isEmpty()
            ? Headers.of(StandardWebhooks.ID, id)
            : StandardWebhooks.of(keys).sign(id, now, call.body());
    HttpCall signed = call;
    for (String name : own.names()) {
      signed = signed.withHeader(name, String.valueOf(own.first(name)));
    }
    return http.call(signed, settings.policies().apply(tenant));
  }

  /** An id without full stops, and without anything that could be guessed from it. */
  static String id(TenantId tenant, String idempotencyKey) {
    String key = tenant.value() + "\n" + idempotencyKey;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return "msg_" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }
}
