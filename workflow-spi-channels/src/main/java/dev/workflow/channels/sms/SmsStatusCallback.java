package dev.workflow.channels.sms;

import dev.workflow.channels.DeliveryStatus;
import dev.workflow.channels.DeliveryStatus.State;
import dev.workflow.channels.internal.Form;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the provider posts to the status callback. Check the signature first, with {@link
 * dev.workflow.channels.signature.TwilioSignature}, on the bytes as they came.
 *
 * <p>The state in which a message was taken is not reported. {@code sent} may be the last word:
 * some carriers report no delivery.
 */
public final class SmsStatusCallback {

  /** The name under which the outbox id is in the callback's query. */
  static final String MESSAGE = "message";

  private static final Map<String, State> STATES =
      Map.ofEntries(
          Map.entry("accepted", State.ACCEPTED),
          Map.entry("scheduled", State.ACCEPTED),
          Map.entry("queued", State.ACCEPTED),
          Map.entry("sending", State.ACCEPTED),
          Map.entry("sent", State.SENT),
          Map.entry("partially_delivered", State.SENT),
          Map.entry("delivered", State.DELIVERED),
          Map.entry("read", State.READ),
          Map.entry("undelivered", State.FAILED),
          Map.entry("failed", State.FAILED),
          Map.entry("canceled", State.FAILED));
  private static final Pattern CODE = Pattern.compile("[0-9]{1,9}");

  private SmsStatusCallback() {}

  /**
   * What a callback reports; nothing if it is no report, or its state is not known. Fields that are
   * not known are left out of account: the provider adds new ones without notice.
   *
   * @param rawQuery the URL's query as it came; empty if there is none
   * @param body the form
   * @throws IllegalArgumentException if the query or the body is not url-encoded
   */
  public static Optional<DeliveryStatus> read(String rawQuery, byte[] body) {
    Map<String, List<String>> query;
    Map<String, List<String>> form;
    try {
      query = Form.parse(rawQuery);
      form = Form.parse(new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the callback is not url-encoded", e);
    }
    String id = first(form, "MessageSid");
    String word = first(form, "MessageStatus");
    State state = word == null ? null : STATES.get(word);
    if (id == null || word == null || state == null) {
      return Optional.empty();
    }
    return Optional.of(
        new DeliveryStatus(
            id,
            state,
            word,
            null,
            first(form, "To"),
            first(query, MESSAGE),
            state == State.FAILED ? SmsErrors.read(code(form)) : null));
  }

  private static @Nullable Integer code(Map<String, List<String>> form) {
    String code = first(form, "ErrorCode");
    return code != null && CODE.matcher(code).matches() ? Integer.valueOf(code) : null;
  }

  private static @Nullable String first(Map<String, List<String>> fields, String name) {
    List<String> values = fields.getOrDefault(name, List.of());
    return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
  }
}
