package dev.workflow.examples.host.engine.tasks;

import dev.workflow.examples.host.engine.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TaskFilter} as the parameters of a URL; {@code field=name:value} may be repeated. Names
 * of parameters are in snake case, as in bodies, and so are the components here.
 */
@SuppressWarnings("checkstyle:RecordComponentName")
record TaskParameters(
    @Nullable String view,
    @Nullable String subject,
    @Nullable String instance,
    @Nullable String step,
    @Nullable String workflow,
    @Nullable String action,
    @Nullable String label,
    @Nullable String role,
    @Nullable String candidate,
    @Nullable String assignee,
    @Nullable String holder,
    @Nullable String involved,
    @Nullable String finished_by,
    @Nullable List<String> state,
    @Nullable Instant due_from,
    @Nullable Instant due_before,
    @Nullable Integer min_priority,
    @Nullable Integer max_priority,
    @Nullable Boolean deferred,
    @Nullable String order,
    @Nullable List<String> field) {

  TaskFilter filter() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (field != null) {
      for (String one : field) {
        int colon = one.indexOf(':');
        if (colon < 1) {
          throw Refusal.of("field", "expected a name and a value, such as amount:100");
        }
        fields.put(one.substring(0, colon), one.substring(colon + 1));
      }
    }
    return new TaskFilter(
        view,
        subject,
        instance,
        step,
        workflow,
        action,
        label,
        role,
        candidate,
        assignee,
        holder,
        involved,
        finished_by,
        state,
        due_from,
        due_before,
        min_priority,
        max_priority,
        deferred,
        order,
        fields);
  }
}
