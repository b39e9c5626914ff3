package dev.workflow.channels.http;

import dev.workflow.channels.http.AddressGuard.NoTarget;
import dev.workflow.channels.http.AddressGuard.Target;
import dev.workflow.channels.http.HttpResult.Refused;
import dev.workflow.channels.http.HttpResult.Unreachable;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Calls over HTTP that go only where a policy allows. All addresses of the host are looked up once
 * and checked, and the connection is made to one of them; the name stays in {@code Host} and in
 * TLS. Redirects are answers like others, there are no cookies and no unpacking of compressed
 * answers, a request is sent once, and size and time of the whole are limited.
 *
 * <p>One object holds a pool of connections: make one for the application and close it at the end.
 * Thread-safe.
 */
public final class OutboundHttp implements AutoCloseable {

  private final HttpSettings settings;
  private final AddressGuard guard;
  private final PinnedClient client;

  private OutboundHttp(HttpSettings settings) {
    this.settings = settings;
    this.guard = new AddressGuard(settings.resolver());
    this.client = new PinnedClient(settings);
  }

  public static OutboundHttp create() {
    return new OutboundHttp(HttpSettings.defaults());
  }

  public static OutboundHttp create(HttpSettings settings) {
    return new OutboundHttp(settings);
  }

  /**
   * Makes a call and waits for its answer.
   *
   * @throws IllegalStateException if this object is closed
   */
  public HttpResult call(HttpCall call, AddressPolicy policy) {
    if (call.body().length > settings.maxRequestBytes()) {
      return new Refused(
          "the body has "
              + call.body().length
              + " bytes; at most "
              + settings.maxRequestBytes()
              + " are sent");
    }
    Duration timeout = call.timeout() == null ? settings.timeout() : call.timeout();
    long deadline = System.nanoTime() + timeout.toNanos();
    Target target;
    try {
      target = guard.check(call.url(), policy);
    } catch (NoTarget e) {
      return e.result();
    }
    HttpResult result = new Unreachable("no time was left to connect");
    for (InetAddress address : target.addresses()) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || !(result instanceof Unreachable)) {
        break;
      }
      result = client.call(call, target, address, Duration.ofNanos(left));
    }
    return result;
  }

  /**
   * Why a URL would be refused under a policy whatever its host's addresses are, or null: for the
   * moment at which somebody enters it.
   */
  public static @Nullable String problem(String url, AddressPolicy policy) {
    try {
      return AddressGuard.problem(URI.create(url), policy);
    } catch (IllegalArgumentException e) {
      return "expected a URL that begins with https:// or http://";
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
