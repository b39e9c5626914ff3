package dev.workflow.channels.sms;

import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.SendResult.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meaning of the error codes of the API and of its reports. */
final class SmsErrors {

  private enum Meaning {
    TRANSIENT(Scope.MESSAGE, false),
    UNREACHABLE(Scope.RECIPIENT, false),
    RATE(Scope.SENDER, false),
    ACCOUNT(Scope.ACCOUNT, false),
    SENDER(Scope.SENDER, false),
    RECIPIENT(Scope.RECIPIENT, true),
    MESSAGE(Scope.MESSAGE, true);

    private final Scope scope;
    private final boolean isFinal;

    Meaning(Scope scope, boolean isFinal) {
      this.scope = scope;
      this.isFinal = isFinal;
    }
  }

  private static final int OPTED_OUT = 21610;
  private static final int SHOWN = 300;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final Map<Integer, Meaning> MEANINGS = new HashMap<>();

  static {
    put(Meaning.TRANSIENT, 21730, 30008);
    put(Meaning.UNREACHABLE, 30003);
    put(Meaning.RATE, 20429, 21611, 30001, 63018);
    put(Meaning.ACCOUNT, 20003, 20005, 21608, 30002);
    put(Meaning.SENDER, 21212, 21603, 21606, 21659, 21660, 21661);
    put(Meaning.RECIPIENT, 21211, 21610, 21614, 21635, 30004, 30005, 30006);
    put(Meaning.MESSAGE, 21266, 21408, 21602, 21612, 21617, 30007, 63016);
  }

  private SmsErrors() {}

  private static void put(Meaning meaning, int... codes) {
    for (int code : codes) {
      MEANINGS.put(code, meaning);
    }
  }

  /**
   * @param status the HTTP status, which decides where the code is not known
   */
  static SendResult read(int code, int status, @Nullable String message) {
    Meaning meaning = MEANINGS.getOrDefault(code, byStatus(status));
    return result(meaning, code, message);
  }

  /** What a code means in a report, which has no HTTP status. */
  static SendResult read(@Nullable Integer code) {
    if (code == null) {
      return SendResult.rejected("it failed, and the provider does not say why");
    }
    return result(MEANINGS.getOrDefault(code, Meaning.MESSAGE), code, null);
  }

  private static Meaning byStatus(int status) {
    if (status == TOO_MANY) {
      return Meaning.RATE;
    } else if (status >= SERVER_ERROR) {
      return Meaning.TRANSIENT;
    }
    return status == 401 || status == 403 ? Meaning.ACCOUNT : Meaning.MESSAGE;
  }

  private static SendResult result(Meaning meaning, int code, @Nullable String message) {
    String text = message == null ? "" : message.replaceAll("\\p{Cntrl}+", " ").strip();
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    String reason = shown.isEmpty() ? "error " + code : "error " + code + ": " + shown;
    return meaning.isFinal
        ? SendResult.rejected(reason)
            .withScope(meaning.scope, String.valueOf(code))
            .withRefusal(code == OPTED_OUT ? Refusal.OPT_OUT : null)
        : SendResult.deferred(reason, null).withScope(meaning.scope, String.valueOf(code));
  }
}
