package dev.workflow.examples.host.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;

/**
 * Examples of operations: {@code examples/OPERATION_ID.json} with {@code body}, and for the test
 * that executes it {@code path}, {@code query}, {@code tenant} and {@code status}, and under {@code
 * before} what is sent first, of which {@code take} gives {@code $names$}.
 */
final class Examples {

  private Examples() {}

  /** The example of an operation, if there is one. */
  static Optional<JsonNode> of(String operationId) {
    ClassPathResource file = new ClassPathResource("examples/" + operationId + ".json");
    if (!file.exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(file.getContentAsString(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }
}
