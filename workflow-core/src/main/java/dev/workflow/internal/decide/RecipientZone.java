package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.SubjectRef;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The zone of the person whom an instance is about, as far as its data tell. */
final class RecipientZone {

  private RecipientZone() {}

  /**
   * The first of {@code lead.timezone}, the {@code timezone} of the object of the subject's type,
   * {@code contact.timezone} and {@code consumer_timezone} that is a zone.
   */
  static Optional<ZoneId> of(JsonNode data, @Nullable SubjectRef subject) {
    String type = subject == null ? "lead" : subject.type();
    return Stream.of(
            data.path("lead").path("timezone"),
            data.path(type).path("timezone"),
            data.path("contact").path("timezone"),
            data.path("consumer_timezone"))
        .flatMap(value -> zone(value).stream())
        .findFirst();
  }

  private static Optional<ZoneId> zone(JsonNode value) {
    try {
      return value.isTextual() ? Optional.of(ZoneId.of(value.textValue())) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
