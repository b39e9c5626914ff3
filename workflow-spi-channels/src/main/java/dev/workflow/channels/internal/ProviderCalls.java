package dev.workflow.channels.internal;

import dev.workflow.channels.http.HttpResult;
import dev.workflow.channels.http.HttpResult.Answered;
import dev.workflow.channels.http.HttpResult.Broken;
import dev.workflow.channels.http.HttpResult.Refused;
import dev.workflow.channels.http.HttpResult.Unreachable;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Scope;
import java.time.Instant;

/** The meaning of providers' answers as far as it is the same for all of them. */
public final class ProviderCalls {

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int BAD_GATEWAY = 502;
  private static final int GATEWAY_TIMEOUT = 504;

  private ProviderCalls() {}

  /** What it means that no answer came. */
  public static SendResult withoutAnswer(HttpResult result) {
    if (result instanceof Refused refused) {
      return SendResult.rejected(refused.reason());
    } else if (result instanceof Unreachable unreachable) {
      return SendResult.deferred(unreachable.reason(), null).withScope(Scope.ACCOUNT, null);
    }
    return SendResult.unknown(((Broken) result).reason());
  }

  /** The same result; one that is to be tried again waits at least as long as the answer asks. */
  public static SendResult waiting(SendResult result, Answered answer, Instant now) {
    if (result instanceof Deferred deferred && deferred.retryAfter() == null) {
      return new Deferred(
          deferred.reason(), answer.retryAfter(now), deferred.scope(), deferred.code());
    }
    return result;
  }

  /**
   * What an answer means in which the provider does not say what is wrong: it comes from something
   * before the provider, or the provider is not itself. A gateway that has lost the provider cannot
   * know whether that took the message.
   */
  public static SendResult byStatus(Answered answer, Instant now) {
    int status = answer.status();
    String reason = "the provider answers " + status + " and nothing that can be read";
    String code = String.valueOf(status);
    if (answer.isSuccess() || status == BAD_GATEWAY || status == GATEWAY_TIMEOUT) {
      return SendResult.unknown(reason);
    } else if (status == TOO_MANY) {
      return SendResult.deferred(reason, answer.retryAfter(now)).withScope(Scope.SENDER, code);
    } else if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT) {
      return SendResult.deferred(reason, answer.retryAfter(now)).withScope(Scope.MESSAGE, code);
    }
    return SendResult.deferred(reason, null).withScope(Scope.ACCOUNT, code);
  }
}
