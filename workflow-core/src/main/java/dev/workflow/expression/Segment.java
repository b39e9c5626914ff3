package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.internal.text.JsonKind;
import java.util.List;

/** A compiled piece of a template. Immutable. */
sealed interface Segment {

  void write(Rendering rendering);

  /** Text of the author, written as it is. */
  record Literal(String text) implements Segment {
    @Override
    public void write(Rendering rendering) {
      rendering.literal(text);
    }
  }

  /** {@code {{lead.name}}} or, raw, {@code {{{lead.name}}}}. */
  record Value(Expression expression, boolean raw) implements Segment {
    @Override
    public void write(Rendering rendering) {
      JsonNode value = expression.value(rendering);
      if (!Values.isNothing(value)) {
        rendering.value(value, raw);
      } else if (rendering.strict()) {
        throw expression.missing(value, rendering);
      } else {
        rendering.context().missed(expression.text());
      }
    }
  }

  /** {@code {{#if paid}} … {{else}} … {{/if}}}. */
  record Choice(Expression subject, List<Segment> yes, List<Segment> no) implements Segment {
    @Override
    public void write(Rendering rendering) {
      rendering.writeAll(Values.isTrue(subject.value(rendering)) ? yes : no);
    }
  }

  /**
   * {@code {{#each items}} … {{else}} … {{/each}}}. A list that is missing is an error unless the
   * author says what to do then.
   */
  record Loop(Expression subject, List<Segment> body, List<Segment> none, boolean hasElse)
      implements Segment {
    @Override
    public void write(Rendering rendering) {
      JsonNode list = subject.value(rendering);
      if (list.isArray() && !list.isEmpty()) {
        rendering.loop(list, body);
      } else if (list.isArray() || hasElse && Values.isNothing(list)) {
        rendering.writeAll(none);
      } else if (!rendering.strict()) {
        rendering.context().missed(subject.text());
        rendering.writeAll(none);
      } else if (Values.isNothing(list)) {
        throw rendering.failure(
            "has no value to loop over; make sure the data holds the list, or say what stands"
                + " there without one: {{else}}");
      } else {
        throw rendering.failure(
            "is " + JsonKind.of(list) + ", and {{#each}} takes a list; name the list itself");
      }
    }
  }
}
