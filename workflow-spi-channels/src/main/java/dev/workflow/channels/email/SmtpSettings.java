package dev.workflow.channels.email;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link SmtpSender}. Host and sender address are needed; the rest has defaults:
 *
 * <ul>
 *   <li>{@code tls} {@link Tls#STARTTLS}, {@code port} 587, or 465 with {@link Tls#IMPLICIT}, or 25
 *       with {@link Tls#NONE}
 *   <li>{@code login} null: without a password
 *   <li>{@code oauth2} null: no token. With one the login is by XOAUTH2, and the token is asked for
 *       whenever a connection is opened
 *   <li>{@code helloName} null: the name that this machine has for itself. It is what the sender
 *       says of itself in EHLO; servers want a full name that leads back to the machine's address
 *   <li>{@code envelopeFrom} null: bounces go to the sender's address. {@code {id}} in it stands
 *       for the message's id, so that a bounce tells which message it is about
 *   <li>{@code connectTimeout} 10 seconds, {@code timeout} 60 seconds for each answer
 *   <li>{@code maxConnections} 4, kept for 30 seconds without use
 *   <li>{@code maxMessageBytes} 10 MiB, with attachments as they are encoded
 *   <li>{@code sslContext} null: the certificates that Java trusts
 * </ul>
 *
 * <p>{@link #toString()} leaves the password out. Immutable and thread-safe.
 */
public record SmtpSettings(
    String host,
    int port,
    Tls tls,
    @Nullable Login login,
    @Nullable OAuth2 oauth2,
    @Nullable String helloName,
    String from,
    @Nullable String envelopeFrom,
    Limits limits,
    @Nullable SSLContext sslContext) {

  private static final Pattern HELLO_NAME =
      Pattern.compile(
          "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?|\\[[0-9A-Fa-f.:IPv]{2,60}\\]");

  /** How the connection is protected. The server's certificate must fit its name. */
  public enum Tls {
    /** Not at all: for a relay on the same machine. */
    NONE(25),
    /** From the command STARTTLS on. A server that does not offer it gets nothing. */
    STARTTLS(587),
    /** From the first byte on. */
    IMPLICIT(465);

    private final int port;

    Tls(int port) {
      this.port = port;
    }
  }

  /** A user's name and password. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }

  /**
   * A user's name and where their tokens come from.
   *
   * @param token gives a token that is valid now; may block; thread-safe. If it throws, mails wait
   */
  public record OAuth2(String user, Supplier<String> token) {
    public OAuth2 {
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "OAuth2[user=" + user + "]";
    }
  }

  /** Times, sizes and numbers. */
  public record Limits(
      Duration connectTimeout,
      Duration timeout,
      Duration keepIdle,
      int maxConnections,
      int maxMessageBytes) {

    public Limits {
      boolean positive =
          connectTimeout.toMillis() > 0
              && timeout.toMillis() > 0
              && keepIdle.toMillis() > 0
              && maxConnections > 0
              && maxMessageBytes > 0;
      if (!positive) {
        throw new IllegalArgumentException("timeouts, sizes and numbers must be positive");
      }
    }
  }

  public SmtpSettings {
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(limits, "limits");
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "expected a mail server's name and a port from 1 to 65535, found \""
              + host
              + "\" and "
              + port);
    }
    if (login != null && oauth2 != null) {
      throw new IllegalArgumentException(
          "a mail server takes a password or a token; login and oauth2 are both set");
    }
    if (helloName != null && !HELLO_NAME.matcher(helloName).matches()) {
      throw new IllegalArgumentException(
          "expected a host name such as mail.example.com, or an address in brackets, for EHLO, found \""
              + helloName
              + "\"");
    }
    try {
      Addresses.one(from);
      if (envelopeFrom != null) {
        Addresses.one(envelopeFrom.replace("{id}", "id"));
      }
    } catch (UnsendableException e) {
      throw new IllegalArgumentException("the sender's address: " + e.getMessage(), e);
    }
  }

  /**
   * @param host the mail server
   * @param from the address, with or without a name, that mails come from
   */
  public static Builder builder(String host, String from) {
    return new Builder(host, from);
  }

  /** Changes the defaults. Not thread-safe. */
  public static final class Builder {

    private final String host;
    private final String from;
    private int port;
    private Tls tls = Tls.STARTTLS;
    private @Nullable Login login;
    private @Nullable OAuth2 oauth2;
    private @Nullable String helloName;
    private @Nullable String envelopeFrom;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofSeconds(60);
    private Duration keepIdle = Duration.ofSeconds(30);
    private int maxConnections = 4;
    private int maxMessageBytes = 10 << 20;
    private @Nullable SSLContext sslContext;

    private Builder(String host, String from) {
      this.host = host;
      this.from = from;
    }

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder tls(Tls value) {
      tls = value;
      return this;
    }

    public Builder login(String user, String password) {
      login = new Login(user, password);
      return this;
    }

    /**
     * Logs in by XOAUTH2.
     *
     * @param token gives a token that is valid now
     */
    public Builder oauth2(String user, Supplier<String> token) {
      oauth2 = new OAuth2(user, token);
      return this;
    }

    /** The name to say in EHLO. */
    public Builder helloName(String value) {
      helloName = value;
      return this;
    }

    public Builder envelopeFrom(String value) {
      envelopeFrom = value;
      return this;
    }

    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    public Builder keepIdle(Duration value) {
      keepIdle = value;
      return this;
    }

    public Builder maxConnections(int value) {
      maxConnections = value;
      return this;
    }

    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    public Builder sslContext(SSLContext value) {
      sslContext = value;
      return this;
    }

    /**
     * @throws IllegalArgumentException if an address or a number is wrong
     */
    public SmtpSettings build() {
      return new SmtpSettings(
          host,
          port == 0 ? tls.port : port,
          tls,
          login,
          oauth2,
          helloName,
          from,
          envelopeFrom,
          new Limits(connectTimeout, timeout, keepIdle, maxConnections, maxMessageBytes),
          sslContext);
    }
  }
}
