package dev.workflow.channels.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.channels.Headers;
import dev.workflow.channels.signature.Verification;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Verified bodies in JSON. */
final class Bodies {

  private Bodies() {}

  static Headers headers(ProviderCall call) {
    return Headers.of(call.headers());
  }

  /** Reads a body that is verified first. */
  static ProviderReport read(
      ProviderCall call,
      Supplier<Verification> verification,
      Function<JsonNode, ProviderReport> reader) {
    if (verification.get() instanceof Verification.Invalid invalid) {
      return new ProviderReport.Forged(invalid.message());
    }
    JsonNode body;
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(call.body())).toString();
      body = Json.reader().readTree(text);
    } catch (CharacterCodingException e) {
      return new ProviderReport.Unreadable("the body is not in UTF-8");
    } catch (JsonProcessingException e) {
      return new ProviderReport.Unreadable("the body is no JSON");
    }
    return body.isObject()
        ? reader.apply(body)
        : new ProviderReport.Unreadable("the body is no object of JSON");
  }

  static ProviderReport missing(String what) {
    return new ProviderReport.Unreadable("there is no " + what);
  }

  /** A moment in RFC 3339; null for what is none. */
  static @Nullable String moment(JsonNode value) {
    try {
      return value.isTextual() ? OffsetDateTime.parse(value.textValue()).toString() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
