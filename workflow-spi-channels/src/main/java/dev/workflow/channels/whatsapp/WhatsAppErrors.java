package dev.workflow.channels.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.SendResult.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of the Cloud API's error codes. Only the code decides: neither the HTTP status nor
 * the title is dependable. A code that is not known is tried again, a bounded number of times.
 */
final class WhatsAppErrors {

  private enum Meaning {
    /** Passes by itself. */
    TRANSIENT(Scope.MESSAGE, false, null),
    /** Too fast for this user: one message in six seconds. */
    PAIR_RATE(Scope.RECIPIENT, false, null),
    NUMBER_RATE(Scope.SENDER, false, null),
    ACCOUNT_RATE(Scope.ACCOUNT, false, null),
    /** Too many recipients complained: to wait a little does not help. */
    SPAM_LIMIT(Scope.SENDER, false, Duration.ofHours(6)),
    /** This user gets enough marketing as it is. */
    MARKETING_LIMIT(Scope.RECIPIENT, false, Duration.ofHours(24)),
    /** Outside the 24 hours after the user's last message only templates are allowed. */
    NEEDS_TEMPLATE(Scope.MESSAGE, true, null),
    RECIPIENT(Scope.RECIPIENT, true, null),
    /** To this recipient not now, or not this. */
    NOT_THIS(Scope.MESSAGE, true, null),
    REQUEST(Scope.MESSAGE, true, null),
    TEMPLATE(Scope.TEMPLATE, false, null),
    ACCOUNT(Scope.ACCOUNT, false, null);

    private final Scope scope;
    private final boolean isFinal;
    private final @Nullable Duration wait;

    Meaning(Scope scope, boolean isFinal, @Nullable Duration wait) {
      this.scope = scope;
      this.isFinal = isFinal;
      this.wait = wait;
    }
  }

  private static final int STOPPED_MARKETING = 131050;
  private static final int SHOWN = 300;
  private static final int OUTSIDE_WINDOW = 131047;
  private static final int FIRST_PERMISSION = 200;
  private static final int LAST_PERMISSION = 299;

  private static final Map<Integer, Meaning> MEANINGS = new HashMap<>();

  static {
    put(Meaning.TRANSIENT, 1, 2, 131000, 131016, 131057, 133004);
    put(Meaning.PAIR_RATE, 131056);
    put(Meaning.NUMBER_RATE, 130429);
    put(Meaning.ACCOUNT_RATE, 4, 80007);
    put(Meaning.SPAM_LIMIT, 131048);
    put(Meaning.MARKETING_LIMIT, 131049);
    put(Meaning.NEEDS_TEMPLATE, OUTSIDE_WINDOW);
    put(Meaning.RECIPIENT, 131026, 131050);
    put(Meaning.NOT_THIS, 130472, 130497, 131021, 131051);
    put(Meaning.REQUEST, 100, 131008, 131009, 131052, 131053);
    put(Meaning.REQUEST, 132000, 132001, 132005, 132007, 132012);
    put(Meaning.TEMPLATE, 132015, 132016, 132068, 132069);
    put(Meaning.ACCOUNT, 0, 3, 10, 33, 190, 368, 131005, 131031, 131042, 131045, 133010);
  }

  private WhatsAppErrors() {}

  private static void put(Meaning meaning, int... codes) {
    for (int code : codes) {
      MEANINGS.put(code, meaning);
    }
  }

  /** Whether the same message may be sent as a template. */
  static boolean needsTemplate(SendResult result) {
    return result instanceof SendResult.Rejected rejected
        && String.valueOf(OUTSIDE_WINDOW).equals(rejected.code());
  }

  /**
   * @param error the object with {@code code}, {@code message} or {@code title}, and {@code
   *     error_data}
   */
  static SendResult read(JsonNode error) {
    int code = error.path("code").asInt(-1);
    Meaning meaning = MEANINGS.getOrDefault(code, Meaning.TRANSIENT);
    if (code >= FIRST_PERMISSION && code <= LAST_PERMISSION) {
      meaning = Meaning.ACCOUNT;
    }
    String reason = reason(error);
    String shownCode = String.valueOf(code);
    return meaning.isFinal
        ? SendResult.rejected(reason)
            .withScope(meaning.scope, shownCode)
            .withRefusal(code == STOPPED_MARKETING ? Refusal.MARKETING_OPT_OUT : null)
        : SendResult.deferred(reason, meaning.wait).withScope(meaning.scope, shownCode);
  }

  private static String reason(JsonNode error) {
    String title = error.path("message").asText(error.path("title").asText("no message"));
    String details = error.path("error_data").path("details").asText("");
    String reason = details.isEmpty() || details.equals(title) ? title : title + ": " + details;
    String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
