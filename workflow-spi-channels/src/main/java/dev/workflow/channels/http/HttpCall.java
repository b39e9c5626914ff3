package dev.workflow.channels.http;

import dev.workflow.channels.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request. Immutable, except that the body's bytes are not copied.
 *
 * @param body empty: a request without a body
 * @param timeout for all of it, from the look-up of the host to the last byte of the answer; null:
 *     as the settings say
 */
public record HttpCall(
    String method, URI url, Headers headers, byte[] body, @Nullable Duration timeout) {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\t -~]{0,8000}");

  /** What the connection is made of: the client writes these itself. */
  private static final Set<String> OWN =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "te",
          "trailer",
          "upgrade",
          "expect");

  /**
   * @throws IllegalArgumentException if the method is none, or a header cannot be sent
   */
  public HttpCall {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("expected one of " + sorted() + ", found " + method);
    }
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new IllegalArgumentException("the timeout must be positive, was " + timeout);
    }
    for (String name : headers.names()) {
      headers.all(name).forEach(value -> check(name, value));
    }
  }

  private static String sorted() {
    return String.join(", ", METHODS.stream().sorted().toList());
  }

  private static void check(String name, String value) {
    String problem = headerProblem(name, value);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Why a header cannot be sent, or null; says nothing of its value, which may be a secret. */
  public static @Nullable String headerProblem(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      return "a header's name has letters, digits and hyphens";
    }
    if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
      return "the header " + name + " cannot be set: the connection needs it";
    }
    if (!VALUE.matcher(value).matches()) {
      return "the header "
          + name
          + " holds a line break, a letter outside ASCII or more than 8,000 characters";
    }
    return null;
  }

  public static HttpCall get(URI url) {
    return new HttpCall("GET", url, Headers.none(), new byte[0], null);
  }

  public static HttpCall post(URI url, String contentType, byte[] body) {
    return new HttpCall("POST", url, Headers.of("Content-Type", contentType), body, null);
  }

  public HttpCall withHeader(String name, String value) {
    return new HttpCall(method, url, headers.with(name, value), body, timeout);
  }

  public HttpCall withTimeout(Duration value) {
    return new HttpCall(method, url, headers, body, value);
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return method + " " + url.getScheme() + "://" + url.getHost() + " " + headers;
  }
}
