package dev.workflow.channels.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.workflow.Json;
import dev.workflow.channels.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of a call. Immutable. */
public sealed interface HttpResult {

  /**
   * The other side answered, with whatever status.
   *
   * @param body at most as much as the settings allow; not to be changed
   * @param whole false if the body was longer, or broke off
   */
  record Answered(int status, Headers headers, byte[] body, boolean whole) implements HttpResult {

    /** The status is one from 200 to 299. */
    public boolean isSuccess() {
      return status >= 200 && status <= 299;
    }

    /** The body as UTF-8 text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON; a missing node if it is not whole or no JSON. */
    public JsonNode json() {
      if (!whole) {
        return MissingNode.getInstance();
      }
      try {
        JsonNode node = Json.reader().readTree(text());
        return node == null ? MissingNode.getInstance() : node;
      } catch (JsonProcessingException e) {
        return MissingNode.getInstance();
      }
    }

    /** How long the other side asks to wait, by its {@code Retry-After}; null if it does not. */
    public @Nullable Duration retryAfter(Instant now) {
      return RetryAfter.read(headers.first("Retry-After"), now);
    }

    @Override
    public String toString() {
      return "Answered[status=" + status + ", " + body.length + " bytes]";
    }
  }

  /** The call was not made: the URL, or an address it leads to, is not allowed. Final. */
  record Refused(String reason) implements HttpResult {}

  /** No connection came about. Certainly nothing was received. */
  record Unreachable(String reason) implements HttpResult {}

  /**
   * The call went out and no answer came, in time or at all. It may have been received and acted
   * on.
   */
  record Broken(String reason) implements HttpResult {}
}
