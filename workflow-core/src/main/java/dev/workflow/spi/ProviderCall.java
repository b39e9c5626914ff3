package dev.workflow.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A callback as it came. Immutable, except that the body is not copied. */
public final class ProviderCall {

  /** The largest body that is read. */
  public static final int MAX_BYTES = 1_048_576;

  private final String action;
  private final String provider;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final @Nullable String endpoint;

  private ProviderCall(
      String action,
      String provider,
      Map<String, List<String>> headers,
      byte[] body,
      @Nullable String endpoint) {
    this.action = action;
    this.provider = provider;
    this.headers = headers;
    this.body = body;
    this.endpoint = endpoint;
  }

  /**
   * @param action {@code signature}, {@code request_document} or {@code payment}
   * @param provider the name of the provider whose URL was called
   * @param headers as the web framework gives them; names are compared without regard to case
   * @param body the bytes as they came
   */
  public static ProviderCall of(
      String action, String provider, Map<String, ? extends List<String>> headers, byte[] body) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          if (name != null) {
            all.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values);
          }
        });
    return new ProviderCall(
        Objects.requireNonNull(action, "action"),
        Objects.requireNonNull(provider, "provider"),
        all,
        Objects.requireNonNull(body, "body"),
        null);
  }

  /**
   * The same call, with the endpoint to which it came: what a provider with a key for each tenant
   * or URL finds the key by.
   */
  public ProviderCall at(String endpoint) {
    return new ProviderCall(
        action, provider, headers, body, Objects.requireNonNull(endpoint, "endpoint"));
  }

  public String action() {
    return action;
  }

  public String provider() {
    return provider;
  }

  /** The endpoint to which it came; null: the host has not said. */
  public @Nullable String endpoint() {
    return endpoint;
  }

  /** All fields. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** The bytes as they came: not a copy. */
  public byte[] body() {
    return body;
  }

  /** Without endpoint, headers and body, which may be secret. */
  @Override
  public String toString() {
    return action + "/" + provider + " (" + body.length + " bytes)";
  }
}
