package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One schema of a form, ready to check values. Built by {@link FormReader}, never changed
 * afterwards.
 */
final class FormSchema {

  /** One keyword, or several that belong together. */
  @FunctionalInterface
  interface Rule {
    void check(JsonNode value, CheckedValue place);
  }

  private static final int NAMED = 12;

  final List<Rule> rules = new ArrayList<>();

  /** The schemas that look at the same value. */
  final List<FormSchema> sameValue = new ArrayList<>();

  Set<FormType> types = Set.of();
  String title = "";
  @Nullable Boolean always;

  /** Whether it says something of objects, so that only listed fields are right. */
  boolean closes;

  /** Checks a value with everything the form says of its place. */
  void check(JsonNode value, CheckedValue place) {
    apply(value, place);
    if (!value.isObject() || place.isOpen()) {
      return;
    }
    for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!place.lists(name)) {
        place.problems().at(name).add(FormWording.unknownField(name, place.listed(), NAMED));
      }
    }
  }

  /** Checks a value of which other schemas speak as well. */
  void apply(JsonNode value, CheckedValue place) {
    place.enter();
    if (always != null) {
      if (!always) {
        place.add("must not be there");
        place.open();
      }
    } else if (!types.isEmpty() && types.stream().noneMatch(type -> type.fits(value))) {
      place.add(FormWording.expected(types, value));
      place.open();
    } else {
      if (closes) {
        place.close();
      }
      rules.forEach(rule -> rule.check(value, place));
    }
    place.leave();
  }

  /** Checks it apart from the rest. */
  CheckedValue attempt(JsonNode value, CheckedValue place) {
    CheckedValue trial = place.trial();
    apply(value, trial);
    return trial;
  }
}
