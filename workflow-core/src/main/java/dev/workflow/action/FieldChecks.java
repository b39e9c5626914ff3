package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.FieldPolicy.Access;
import dev.workflow.spi.FieldPolicy.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What of a record an action's principal may see and write. */
final class FieldChecks {

  private static final String COMPARISON = "__";

  private FieldChecks() {}

  /**
   * @throws FinalFailure naming every field that may not be written
   */
  static void requireWritable(ActionContext context, String type, ObjectNode fields, String at) {
    List<String> refused = new ArrayList<>();
    fields
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!context.field(type, field).writable()) {
                refused.add(field);
              }
            });
    if (!refused.isEmpty()) {
      throw failure(context, "write", type, refused, at);
    }
  }

  /**
   * Whoever may not see a field cannot ask by it either.
   *
   * @param filters by field, or field and comparison as in {@code created_at__gte}
   * @throws FinalFailure naming every field that may not be seen
   */
  static void requireReadable(ActionContext context, String type, JsonNode filters, String at) {
    Set<String> refused = new TreeSet<>();
    filters
        .fieldNames()
        .forEachRemaining(
            filter -> {
              int end = filter.indexOf(COMPARISON);
              String field = end > 0 ? filter.substring(0, end) : filter;
              if (context.field(type, field).sight() != Sight.READABLE) {
                refused.add(field);
              }
            });
    if (!refused.isEmpty()) {
      throw failure(context, "filter by", type, List.copyOf(refused), at);
    }
  }

  private static FinalFailure failure(
      ActionContext context, String verb, String type, List<String> fields, String at) {
    return new FinalFailure(
        at,
        "\""
            + context.principal()
            + "\" may not "
            + verb
            + " the fields "
            + String.join(", ", fields)
            + " of a "
            + type);
  }

  /** Values of a record as the principal may see them. */
  static ObjectNode seen(ActionContext context, String type, ObjectNode values) {
    ObjectNode seen = values.deepCopy();
    values
        .fieldNames()
        .forEachRemaining(
            field -> {
              Access access = context.field(type, field);
              if (access.sight() != Sight.READABLE) {
                seen.set(field, TextNode.valueOf(access.mask()));
              }
            });
    return seen;
  }
}
