package dev.workflow.messaging;

import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.messaging.UnsubscribeLinks.Target;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers the page behind {@link UnsubscribeLinks}, as RFC 8058 asks for: a function from a request
 * to what to answer, for any web framework. No cookie and no login is needed, and nothing
 * redirects.
 *
 * <ul>
 *   <li>GET shows a page with a button and changes nothing: programs that look through mails follow
 *       links.
 *   <li>POST with {@code List-Unsubscribe=One-Click}, url-encoded or multipart, unsubscribes, and
 *       answers 200, also when it was done before.
 *   <li>Anything else is answered with 400, 405, 410 (the link has expired) or 413.
 * </ul>
 *
 * <p>Without a topic all marketing to the address is suppressed; with one, the consent to that
 * topic is withdrawn. Immutable and thread-safe.
 */
public final class UnsubscribeEndpoint {

  private static final Actor RECIPIENT = Actor.of("recipient");
  private static final String EVIDENCE = "unsubscribe link";
  private static final int MAX_BODY = 65_536;
  private static final String FIELD = "List-Unsubscribe";
  private static final String VALUE = "One-Click";
  private static final int MAX_CONTENT_TYPE = 1_000;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)multipart/form-data\\s*;.*?boundary=\"?([^\";]{1,200})\"?.*");
  private static final Pattern NAME =
      Pattern.compile("(?i)content-disposition:.*[; ]name=\"?" + FIELD + "\"?\\s*(?:;.*)?");

  private final Suppressions suppressions;
  private final Consents consents;
  private final UnsubscribeLinks links;
  private final InstantSource clock;
  private final UnsubscribePages pages;

  private UnsubscribeEndpoint(
      Suppressions suppressions,
      Consents consents,
      UnsubscribeLinks links,
      InstantSource clock,
      UnsubscribePages pages) {
    this.suppressions = suppressions;
    this.consents = consents;
    this.links = links;
    this.clock = clock;
    this.pages = pages;
  }

  /** With the system's clock and plain pages in English. */
  public static UnsubscribeEndpoint of(
      Suppressions suppressions, Consents consents, UnsubscribeLinks links) {
    return new UnsubscribeEndpoint(
        suppressions, consents, links, InstantSource.system(), UnsubscribePages.plain());
  }

  /** The same with pages of the host's own. */
  public UnsubscribeEndpoint withPages(UnsubscribePages value) {
    return new UnsubscribeEndpoint(suppressions, consents, links, clock, value);
  }

  /** The same with another clock, by which links expire. */
  public UnsubscribeEndpoint withClock(InstantSource value) {
    return new UnsubscribeEndpoint(suppressions, consents, links, value, pages);
  }

  /** What to answer; the body is in UTF-8. Add no redirect. */
  public record Answer(int status, String contentType, String body) {

    static Answer page(int status, String html) {
      return new Answer(status, "text/html; charset=utf-8", html);
    }
  }

  /**
   * @param rawQuery the URL's query as it came
   * @param contentType the header's value; null: none
   * @param body the bytes as they came; empty for a GET
   */
  public Answer handle(
      String method, @Nullable String rawQuery, @Nullable String contentType, byte[] body) {
    String verb = method.toUpperCase(Locale.ROOT);
    if (!verb.equals("GET") && !verb.equals("HEAD") && !verb.equals("POST")) {
      return Answer.page(405, pages.refused());
    } else if (body.length > MAX_BODY) {
      return Answer.page(413, pages.refused());
    }
    Optional<Target> target = field(rawQuery == null ? "" : rawQuery, "token").flatMap(links::read);
    if (target.isEmpty()) {
      return Answer.page(400, pages.refused());
    } else if (expired(target.get())) {
      return Answer.page(410, pages.refused());
    } else if (!verb.equals("POST")) {
      return Answer.page(200, pages.question(target.get()));
    }
    return isOneClick(contentType, body)
        ? unsubscribe(target.get())
        : Answer.page(400, pages.refused());
  }

  private boolean expired(Target target) {
    return target.expiresAt() != null && clock.instant().isAfter(target.expiresAt());
  }

  private Answer unsubscribe(Target target) {
    try {
      if (target.topic() == null) {
        suppressions.suppressRecipient(
            target.tenant(),
            target.address(),
            Suppressions.Reason.OPT_OUT,
            Suppressions.Scope.MARKETING,
            RECIPIENT,
            EVIDENCE);
      } else if (consents
          .current(target.tenant(), target.address(), target.topic())
          .map(Consents.Consent::granted)
          .orElse(true)) {
        consents.withdrawRecipient(
            target.tenant(), target.address(), target.topic(), RECIPIENT, EVIDENCE);
      }
    } catch (NotFoundException e) {
      return Answer.page(400, pages.refused());
    }
    return Answer.page(200, pages.done(target));
  }

  private static boolean isOneClick(@Nullable String contentType, byte[] body) {
    String type = contentType == null ? "" : contentType.strip();
    if (type.length() > MAX_CONTENT_TYPE) {
      return false;
    }
    Matcher multipart = BOUNDARY.matcher(type);
    if (multipart.matches()) {
      String text = new String(body, StandardCharsets.ISO_8859_1);
      for (String part : text.split(Pattern.quote("--" + multipart.group(1)))) {
        if (isField(part)) {
          return true;
        }
      }
      return false;
    }
    return type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
        && field(new String(body, StandardCharsets.UTF_8).strip(), FIELD)
            .filter(VALUE::equals)
            .isPresent();
  }

  /** Whether a part is the field with the value: its headers, an empty line, the value. */
  private static boolean isField(String part) {
    boolean named = false;
    int at = part.indexOf('\n') + 1;
    while (at > 0 && at < part.length()) {
      int end = part.indexOf('\n', at);
      String line = (end < 0 ? part.substring(at) : part.substring(at, end)).stripTrailing();
      if (line.isEmpty()) {
        return named && end >= 0 && part.substring(end).strip().equalsIgnoreCase(VALUE);
      }
      named |= line.length() <= MAX_CONTENT_TYPE && NAME.matcher(line).matches();
      at = end + 1;
    }
    return false;
  }

  private static Optional<String> field(String form, String name) {
    for (String pair : form.split("&")) {
      int equals = pair.indexOf('=');
      try {
        if (equals > 0 && decoded(pair.substring(0, equals)).equals(name)) {
          return Optional.of(decoded(pair.substring(equals + 1)));
        }
      } catch (IllegalArgumentException e) {
        // one that others have added, such as the counter of a newsletter
      }
    }
    return Optional.empty();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
