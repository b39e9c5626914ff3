package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads when what runs at once is enough, what becomes of the rest, and what is added to it. */
final class JoinReader {

  private JoinReader() {}

  static Rest rest(Fields fields) {
    return fields.choice("rest", Rest.class, Rest.CANCEL);
  }

  /** The join of an {@code each}. */
  static Join join(Fields each) {
    JsonNode json = each.get("join");
    if (json.isMissingNode() || StepReader.isText(json, "all")) {
      return new Join.All();
    }
    if (StepReader.isText(json, "any")) {
      return new Join.AtLeast(1);
    }
    if (json.isObject()) {
      Fields join = each.object("join", Keys.JOIN);
      if (join == null) {
        return new Join.All();
      }
      join.require("when", "what must hold of a round that has completed");
      return new Join.When(Expressions.condition(join, "when"));
    }
    if (json.isNumber() && json.canConvertToExactIntegral() && json.canConvertToInt()) {
      int rounds = json.intValue();
      if (rounds >= 1 && rounds <= KindReader.MAX_ROUNDS) {
        return new Join.AtLeast(rounds);
      }
    }
    String right =
        "\"all\", \"any\", a number from 1 to " + KindReader.MAX_ROUNDS + " or {\"when\": {…}}";
    each.at("join").add(DocumentWording.expectedValue(right, json));
    return new Join.All();
  }

  static Step.Each.@Nullable Added added(Fields each) {
    Fields add = each.object("add", Keys.ADD);
    return add == null
        ? null
        : new Step.Each.Added(
            Names.event(add, "event"),
            Expressions.template(add, "correlation"),
            Expressions.condition(add, "when"),
            Expressions.template(add, "item"));
  }
}
