package dev.workflow.channels.sms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.channels.internal.Form;
import dev.workflow.channels.server.RawServer;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A provider that takes messages and lists them: filtered by number and sender, newest first, page
 * by page, where the next page is a path. Queued ones have no date of sending.
 */
final class SmsProvider implements AutoCloseable {

  static final String PATH = "/2010-04-01/Accounts/AC123/Messages.json";

  private final List<ObjectNode> messages = new ArrayList<>();
  private final RawServer server = RawServer.start(this::serve);
  private Instant now = Instant.parse("2026-01-05T23:59:30Z");
  private int pageSize = Integer.MAX_VALUE;
  private boolean hangsUp;

  SmsSettings settings() {
    return SmsSettings.of("AC123", "auth-token", "+15005550006").withBaseUrl(server.url(""));
  }

  /** Every page has at most so many, whatever is asked for. */
  synchronized void pagesOf(int size) {
    pageSize = size;
  }

  /** Takes messages and ends the connection instead of answering. */
  synchronized void hangsUp() {
    hangsUp = true;
  }

  /** Has never had what it has. */
  synchronized void forgets() {
    messages.clear();
  }

  synchronized void clock(Instant time) {
    now = time;
  }

  List<RawServer.Received> requests() {
    return server.requests();
  }

  synchronized List<ObjectNode> messages() {
    return List.copyOf(messages);
  }

  /** Makes a message as if it had been posted; gives it to be changed. */
  synchronized ObjectNode add(String to, String from, String body) {
    ObjectNode message = Json.object();
    String time = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
    message
        .put("sid", "SM%032d".formatted(messages.size() + 1))
        .put("date_created", time.replace("GMT", "+0000"))
        .putNull("date_sent")
        .put("account_sid", "AC123")
        .put("to", to)
        .put("from", from)
        .putNull("messaging_service_sid")
        .put("body", body)
        .put("status", "queued")
        .putNull("error_code")
        .put("direction", "outbound-api")
        .put("api_version", "2010-04-01");
    if (from.startsWith("MG")) {
      message.putNull("from").put("messaging_service_sid", from);
    }
    messages.add(0, message);
    return message;
  }

  private void serve(RawServer.Exchange exchange) throws IOException {
    URI target = URI.create(exchange.request().target());
    if (!target.getPath().equals(PATH)) {
      exchange.answer(404, "{\"code\": 20404, \"message\": \"not found\", \"status\": 404}");
    } else if (exchange.request().method().equals("POST")) {
      take(exchange);
    } else {
      exchange.answer(200, Json.write(page(Form.parse(target.getRawQuery()))));
    }
  }

  private synchronized void take(RawServer.Exchange exchange) throws IOException {
    Map<String, List<String>> form = Form.parse(exchange.request().text());
    String from = Objects.requireNonNullElseGet(first(form, "From"), () -> service(form));
    ObjectNode message =
        add(String.valueOf(first(form, "To")), from, String.valueOf(first(form, "Body")));
    if (hangsUp) {
      exchange.hangUp();
    } else {
      exchange.answer(201, Json.write(message));
    }
  }

  private static String service(Map<String, List<String>> form) {
    return String.valueOf(first(form, "MessagingServiceSid"));
  }

  private static String first(Map<String, List<String>> fields, String name) {
    return fields.containsKey(name) ? fields.get(name).get(0) : null;
  }

  private synchronized ObjectNode page(Map<String, List<String>> query) {
    int asked = Integer.parseInt(String.valueOf(first(query, "PageSize")));
    int size = Math.min(asked, pageSize);
    int page = query.containsKey("Page") ? Integer.parseInt(first(query, "Page")) : 0;
    List<ObjectNode> fitting =
        fitting(messages.stream(), "to", first(query, "To"))
            .filter(m -> fits(m, "from", first(query, "From")))
            .toList();
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("messages");
    fitting.stream().skip((long) page * size).limit(size).forEach(list::add);
    boolean more = fitting.size() > (page + 1) * size;
    answer.put("page", page).put("page_size", size);
    answer.put(
        "next_page_uri",
        more
            ? PATH
                + "?"
                + Form.write(Map.of("To", String.valueOf(first(query, "To"))))
                + "&PageSize=%d&Page=%d&PageToken=PASM1".formatted(size, page + 1)
            : null);
    return answer;
  }

  private static Stream<ObjectNode> fitting(Stream<ObjectNode> all, String name, String wanted) {
    return all.filter(message -> fits(message, name, wanted));
  }

  private static boolean fits(ObjectNode message, String name, String wanted) {
    return wanted == null || wanted.equals(message.path(name).asText());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
