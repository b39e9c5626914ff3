package dev.workflow.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Documents the tests share. */
final class Documents {

  private Documents() {}

  /** The example of the contract, to the letter. */
  static String leadNurture() {
    return resource("lead-nurture.json");
  }

  /** Every kind of step, in YAML. */
  static String orderRecovery() {
    return resource("order-recovery.yaml");
  }

  /** A definition of one step. */
  static String withStep(String step) {
    return "{\"key\": \"one\", \"steps\": [" + step + "]}";
  }

  /** A definition with a key more. */
  static String with(String keys) {
    return "{\"key\": \"one\", " + keys + ", \"steps\": []}";
  }

  private static String resource(String name) {
    try (InputStream in = Documents.class.getResourceAsStream("/definition/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
