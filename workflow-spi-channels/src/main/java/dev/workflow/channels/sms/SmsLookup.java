package dev.workflow.channels.sms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.HttpCall;
import dev.workflow.channels.http.HttpResult.Answered;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.internal.Form;
import dev.workflow.channels.internal.PhoneNumbers;
import dev.workflow.spi.Doubt;
import dev.workflow.spi.Doubt.Other;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Rejected;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a message in the account's list. The list knows no key, only from whom to whom, when
 * and what. A message is found if one with all of these is there that is no other message of the
 * outbox, or as many as it had attempts.
 *
 * <p>That it is not there says nothing: the API does not promise how soon a message is listed, and
 * users have seen it take hours.
 *
 * <p>The list is not narrowed by {@code DateSent}: a message that is queued at the provider has no
 * such date. It is read from the newest on, until a page holds nothing that is new enough.
 */
final class SmsLookup {

  private static final int MOST_PAGES = 5;

  /** As many as fit into an answer with long texts. */
  private static final String PAGE_SIZE = "50";

  /** By how much the provider's clock may differ. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private static final Set<String> FAILED = Set.of("failed", "undelivered", "canceled");
  private static final Comparator<Listed> BEST =
      Comparator.comparing(Listed::failed).thenComparing(Listed::created);

  private final OutboundHttp http;
  private final SmsSettings account;
  private final String recipient;
  private final String text;
  private final Instant since;

  SmsLookup(
      OutboundHttp http,
      SmsSettings account,
      String recipient,
      OutboundMessage message,
      Instant since) {
    this.http = http;
    this.account = account;
    this.recipient = recipient;
    this.text = message.text("text");
    this.since = since.minus(CLOCKS);
  }

  /** What has become of it; empty: that cannot be told. */
  Optional<SendResult> find(Doubt doubt) {
    List<Listed> listed = listed();
    if (listed.isEmpty()) {
      return Optional.empty();
    }
    List<Other> others = doubt.others();
    Set<String> known =
        others.stream().map(Other::providerId).filter(Objects::nonNull).collect(Collectors.toSet());
    List<Listed> possible = listed.stream().filter(one -> !known.contains(one.sid())).toList();
    List<Listed> same = possible.stream().filter(one -> one.text().equals(text)).toList();
    boolean clear =
        same.size() <= Math.max(1, doubt.attempts())
            && possible.stream().noneMatch(one -> one.text().isEmpty())
            && others.stream().noneMatch(this::isTwin);
    return clear ? same.stream().min(BEST).map(SmsLookup::result) : Optional.empty();
  }

  /** Another message with the same text that the provider may have under any id. */
  private boolean isTwin(Other other) {
    return other.providerId() == null && other.content().path("text").asText("").equals(text);
  }

  private static SendResult result(Listed one) {
    if (!one.failed()) {
      return SendResult.sent(one.sid());
    }
    SendResult failure = SmsErrors.read(one.error());
    return failure instanceof Deferred passing
        ? new Rejected(passing.reason(), passing.scope(), passing.code())
        : failure;
  }

  /**
   * A message in the list.
   *
   * @param text empty if the provider does not keep it
   */
  private record Listed(
      String sid, String text, String status, Instant created, @Nullable Integer error) {

    boolean failed() {
      return FAILED.contains(status);
    }

    static Listed of(JsonNode json) {
      String sid = json.path("sid").asText("");
      Instant created = SmsDates.read(json.path("date_created").asText(""));
      if (sid.isEmpty() || created == null) {
        throw new UnclearException();
      }
      return new Listed(
          sid,
          json.path("body").asText(""),
          json.path("status").asText(""),
          created,
          json.path("error_code").canConvertToInt() ? json.path("error_code").intValue() : null);
    }
  }

  /** The answer is none that a list gives. */
  private static final class UnclearException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  /** All that it may be among; nothing if the list cannot be read, or is too long. */
  private List<Listed> listed() {
    List<Listed> found = new ArrayList<>();
    try {
      URI next = first();
      for (int page = 0; page < MOST_PAGES; page++) {
        JsonNode answer = get(next);
        boolean old = !read(answer.path("messages"), found);
        String more = answer.path("next_page_uri").asText("");
        if (old || more.isEmpty()) {
          return found;
        }
        next = following(more);
      }
      return List.of();
    } catch (UnclearException e) {
      return List.of();
    }
  }

  /** Returns whether some were new enough. */
  private boolean read(JsonNode messages, List<Listed> found) {
    if (!messages.isArray()) {
      throw new UnclearException();
    }
    boolean some = false;
    for (JsonNode json : messages) {
      Listed one = Listed.of(json);
      if (!one.created().isBefore(since)) {
        some = true;
        if (isFromHere(json)) {
          found.add(one);
        }
      }
    }
    return some;
  }

  private boolean isFromHere(JsonNode json) {
    String sender = json.path(isService() ? "messaging_service_sid" : "from").asText("");
    return json.path("direction").asText("outbound").startsWith("outbound")
        && recipient.equals(PhoneNumbers.e164(json.path("to").asText("")))
        && normal(sender).equals(normal(account.from()));
  }

  private static String normal(String sender) {
    String number = PhoneNumbers.e164(sender);
    return number == null ? sender.strip() : number;
  }

  private boolean isService() {
    return account.from().startsWith("MG");
  }

  private JsonNode get(URI url) {
    HttpCall call = HttpCall.get(url).withHeader("Authorization", account.authorization());
    if (http.call(call, AddressPolicy.anywhere()) instanceof Answered answer
        && answer.isSuccess()) {
      return answer.json();
    }
    throw new UnclearException();
  }

  private URI first() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("To", recipient);
    if (!isService()) {
      query.put("From", account.from());
    }
    query.put("PageSize", PAGE_SIZE);
    return URI.create(account.messages() + "?" + Form.write(query));
  }

  /** The next page of the same list: the credentials go nowhere else. */
  private URI following(String uri) {
    URI list = account.messages();
    try {
      URI next = list.resolve(uri);
      if (Objects.equals(next.getScheme(), list.getScheme())
          && Objects.equals(next.getRawAuthority(), list.getRawAuthority())
          && Objects.equals(next.getRawPath(), list.getRawPath())) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      // no URI at all
    }
    throw new UnclearException();
  }
}
