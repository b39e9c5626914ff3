package dev.workflow.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of handing a message over. Immutable.
 *
 * <p>Ids and reasons are kept up to 2,000 characters; what no database stores (NUL, lone
 * surrogates) becomes U+FFFD.
 */
public sealed interface SendResult {

  /** What a failure is about, and so what else would fail in the same way. */
  enum Scope {
    /** This message only. */
    MESSAGE,
    /** Everything to this address on this channel, from whichever workflow. */
    RECIPIENT,
    /** Every message made from the same template. */
    TEMPLATE,
    /** Everything from this number or address: it is too fast, or under a limit. */
    SENDER,
    /** Everything through this account: its credentials, its payment, its server. */
    ACCOUNT
  }

  /** What a failure says about the address, which is suppressed by it. */
  enum Refusal {
    /** There is no such mailbox or number: nothing more is sent to it. */
    HARD_BOUNCE,
    /** The recipient reported the sender: nothing more is sent to it. */
    COMPLAINT,
    /** The recipient asked for no more: nothing more is sent to it. */
    OPT_OUT,
    /** The recipient asked for no more marketing; the rest is sent. */
    MARKETING_OPT_OUT
  }

  /**
   * The recipient has it, or will have.
   *
   * @param providerId the provider's id of the message, if it gave one
   * @param missed those of its copies ({@code cc}, {@code bcc}) that were not taken
   */
  record Sent(@Nullable String providerId, List<MissedCopy> missed) implements SendResult {

    public Sent {
      missed = List.copyOf(missed);
    }

    /** With all copies, or without any. */
    public Sent(@Nullable String providerId) {
      this(providerId, List.of());
    }
  }

  /**
   * A copy that was not taken, while the message itself was. It becomes a message of its own, which
   * is tried again, or is given up at once and suppresses its address, as the result says.
   *
   * @param address as the message has it
   * @param result {@link Deferred} or {@link Rejected}
   */
  record MissedCopy(String address, SendResult result) {

    public MissedCopy {
      Objects.requireNonNull(address, "address");
      if (!(result instanceof Deferred) && !(result instanceof Rejected)) {
        throw new IllegalArgumentException("a copy that is missed was deferred or rejected");
      }
    }
  }

  /**
   * Final: it is not tried again.
   *
   * @param code the provider's own code, for programs; null if it gave none
   * @param refusal what it says about the address; null: nothing that lasts
   */
  record Rejected(String reason, Scope scope, @Nullable String code, @Nullable Refusal refusal)
      implements SendResult {

    public Rejected {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(scope, "scope");
    }

    /** One that says nothing about the address. */
    public Rejected(String reason, Scope scope, @Nullable String code) {
      this(reason, scope, code, null);
    }

    public Rejected(String reason) {
      this(reason, Scope.MESSAGE, null);
    }

    /** The same with what it is about. */
    public Rejected withScope(Scope value, @Nullable String providerCode) {
      return new Rejected(reason, value, providerCode, refusal);
    }

    /** The same, after which the address is suppressed. */
    public Rejected withRefusal(@Nullable Refusal value) {
      return new Rejected(reason, scope, code, value);
    }
  }

  /**
   * Certainly not sent; tried again. What is about the {@code TEMPLATE}, the {@code SENDER} or the
   * {@code ACCOUNT} counts against none of the message's attempts and is tried again for as long as
   * it lasts.
   *
   * @param retryAfter how long to wait at least, a second to 7 days; null, zero or negative: the
   *     usual backoff, or a minute where the attempt does not count
   * @param code the provider's own code, for programs; null if it gave none
   */
  record Deferred(String reason, @Nullable Duration retryAfter, Scope scope, @Nullable String code)
      implements SendResult {

    public Deferred {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(scope, "scope");
    }

    public Deferred(String reason, @Nullable Duration retryAfter) {
      this(reason, retryAfter, Scope.MESSAGE, null);
    }

    /** The same with what it is about. */
    public Deferred withScope(Scope value, @Nullable String providerCode) {
      return new Deferred(reason, retryAfter, value, providerCode);
    }
  }

  /**
   * The line broke after the provider may have taken the message. The provider is asked ({@link
   * ChannelSender#reconcile}) before it is tried again like one that was deferred, unless a report
   * says by then that it was sent; if nobody can tell, {@link ChannelSender#guarantee} decides
   * whether it may arrive twice or not at all.
   */
  record Unknown(String reason) implements SendResult {
    public Unknown {
      Objects.requireNonNull(reason, "reason");
    }
  }

  static SendResult sent(@Nullable String providerId) {
    return new Sent(providerId);
  }

  static Rejected rejected(String reason) {
    return new Rejected(reason);
  }

  static Deferred deferred(String reason, @Nullable Duration retryAfter) {
    return new Deferred(reason, retryAfter);
  }

  static SendResult unknown(String reason) {
    return new Unknown(reason);
  }
}
