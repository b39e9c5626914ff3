package dev.workflow.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.internal.text.Ids;
import java.util.List;

/**
 * Records of the host, as {@link dev.workflow.spi.RecordGateway#list} lists them. The filters are
 * copied.
 *
 * @param type such as {@code lead}; 1 to 100 characters
 * @param filters field, or field and comparison as in {@code created_at__gte}, to value
 */
public record RecordSelection(String type, ObjectNode filters) {

  public RecordSelection {
    Ids.requireText("record type", type, 100);
    if (filters == null) {
      throw new InvalidInputException(
          "The selection", List.of(new Problem("/filters", "must be an object, {} for all")));
    }
    filters = filters.deepCopy();
  }

  /** All records of a type. */
  public static RecordSelection all(String type) {
    return new RecordSelection(type, Json.object());
  }

  /** A copy. */
  @Override
  public ObjectNode filters() {
    return filters.deepCopy();
  }
}
