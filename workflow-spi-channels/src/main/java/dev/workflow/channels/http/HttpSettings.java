package dev.workflow.channels.http;

import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link OutboundHttp}. Defaults:
 *
 * <ul>
 *   <li>{@code connectTimeout} 5 seconds, for TCP and again for TLS
 *   <li>{@code timeout} 20 seconds for a whole call
 *   <li>{@code maxRequestBytes} 1 MiB and {@code maxAnswerBytes} 256 KiB: bodies
 *   <li>{@code maxConnections} 200 in all and {@code maxConnectionsPerHost} 50
 *   <li>{@code userAgent} {@code workflow}
 *   <li>{@code resolver} the operating system's
 *   <li>{@code sslContext} null: the certificates that Java trusts
 * </ul>
 *
 * <p>Neither environment variables nor system properties lead a call through a proxy.
 *
 * <p>Immutable and thread-safe.
 */
public record HttpSettings(
    Duration connectTimeout,
    Duration timeout,
    int maxRequestBytes,
    int maxAnswerBytes,
    int maxConnections,
    int maxConnectionsPerHost,
    String userAgent,
    HostResolver resolver,
    @Nullable SSLContext sslContext) {

  public HttpSettings {
    Objects.requireNonNull(userAgent, "userAgent");
    Objects.requireNonNull(resolver, "resolver");
    boolean positive =
        connectTimeout.toMillis() > 0
            && timeout.toMillis() > 0
            && maxRequestBytes > 0
            && maxAnswerBytes > 0
            && maxConnections > 0
            && maxConnectionsPerHost > 0;
    if (!positive) {
      throw new IllegalArgumentException("timeouts, sizes and numbers must be positive");
    }
  }

  public static HttpSettings defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Changes the defaults. Not thread-safe. */
  public static final class Builder {

    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration timeout = Duration.ofSeconds(20);
    private int maxRequestBytes = 1 << 20;
    private int maxAnswerBytes = 1 << 18;
    private int maxConnections = 200;
    private int maxConnectionsPerHost = 50;
    private String userAgent = "workflow";
    private HostResolver resolver = HostResolver.system();
    private @Nullable SSLContext sslContext;

    private Builder() {}

    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    public Builder maxRequestBytes(int value) {
      maxRequestBytes = value;
      return this;
    }

    public Builder maxAnswerBytes(int value) {
      maxAnswerBytes = value;
      return this;
    }

    public Builder maxConnections(int value) {
      maxConnections = value;
      return this;
    }

    public Builder maxConnectionsPerHost(int value) {
      maxConnectionsPerHost = value;
      return this;
    }

    public Builder userAgent(String value) {
      userAgent = value;
      return this;
    }

    public Builder resolver(HostResolver value) {
      resolver = value;
      return this;
    }

    public Builder sslContext(SSLContext value) {
      sslContext = value;
      return this;
    }

    /**
     * @throws IllegalArgumentException if a timeout, size or number is not positive
     */
    public HttpSettings build() {
      return new HttpSettings(
          connectTimeout,
          timeout,
          maxRequestBytes,
          maxAnswerBytes,
          maxConnections,
          maxConnectionsPerHost,
          userAgent,
          resolver,
          sslContext);
    }
  }
}
