package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.Wording;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how a step that people do is taken on, held and seen. */
final class TaskPolicyReader {

  static final int MAX_FIELDS = 5;

  private TaskPolicyReader() {}

  static TaskPolicy read(Fields fields) {
    return new TaskPolicy(
        fields.choice("begin", TaskPolicy.Begin.class, TaskPolicy.Begin.ON_CLAIM),
        claimFor(fields),
        clock(fields),
        visibility(fields),
        taskFields(fields));
  }

  private static @Nullable Duration claimFor(Fields fields) {
    return fields.has("claimFor")
        ? Spans.positive(fields, "claimFor", Duration.ofSeconds(1))
        : null;
  }

  private static Set<TaskPolicy.Stop> clock(Fields fields) {
    if (!fields.has("clock")) {
      return EnumSet.allOf(TaskPolicy.Stop.class);
    }
    Set<TaskPolicy.Stop> clock = EnumSet.noneOf(TaskPolicy.Stop.class);
    List<String> names = Fields.choices(TaskPolicy.Stop.class);
    int index = 0;
    for (JsonNode element : fields.list("clock", names.size())) {
      Problems place = fields.at("clock").at(index++);
      int known = element.isTextual() ? names.indexOf(element.textValue()) : -1;
      if (known < 0) {
        place.add(DocumentWording.expectedValue("one of " + String.join(", ", names), element));
      } else if (!clock.add(TaskPolicy.Stop.values()[known])) {
        place.add(Wording.quoted(element.textValue()) + " is named twice");
      }
    }
    return clock;
  }

  private static TaskPolicy.Visibility visibility(Fields fields) {
    TaskPolicy.Visibility usual = TaskPolicy.Visibility.USUAL;
    if (!fields.get("visibility").isObject()) {
      TaskPolicy.Audience both =
          fields.choice("visibility", TaskPolicy.Audience.class, TaskPolicy.Audience.ALL);
      return new TaskPolicy.Visibility(null, both, both);
    }
    Fields one = fields.object("visibility", Keys.VISIBILITY);
    if (one == null) {
      return usual;
    }
    return new TaskPolicy.Visibility(
        one.has("upcoming")
            ? one.choice("upcoming", TaskPolicy.Audience.class, TaskPolicy.Audience.ALL)
            : null,
        one.choice("offered", TaskPolicy.Audience.class, usual.offered()),
        one.choice("claimed", TaskPolicy.Audience.class, usual.claimed()));
  }

  private static Map<String, Template> taskFields(Fields fields) {
    JsonNode value = fields.get("taskFields");
    Map<String, Template> found = new LinkedHashMap<>();
    if (value.isMissingNode()) {
      return found;
    }
    Problems place = fields.at("taskFields");
    if (!value.isObject()) {
      place.add(Wording.expected(Forms.object("taskFields"), value));
      return found;
    }
    if (value.size() > MAX_FIELDS) {
      place.add("has " + value.size() + " fields; at most " + MAX_FIELDS + " are allowed");
      return found;
    }
    value
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              if (!Names.VARIABLE.matcher(name).matches()) {
                place
                    .at(name)
                    .add(
                        Wording.quoted(name)
                            + " is no name: letters, digits, _ and -, at most 100 characters");
                return;
              }
              Template template = Expressions.element(fields, place.at(name), field.getValue());
              if (template != null) {
                found.put(name, template);
              }
            });
    return found;
  }
}
