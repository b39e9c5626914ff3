package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Definitions;
import dev.workflow.Definitions.Listed;
import dev.workflow.Page;
import dev.workflow.Tasks;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.crm.WrittenWorkflows.Row;
import dev.workflow.examples.host.forms.WorkflowForms;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The published workflows of a tenant. */
@Component
public class WorkflowList {

  private static final int AT_ONCE = 200;

  /** What the engine publishes for scheduled tasks. */
  private static final Pattern OF_SCHEDULES =
      Pattern.compile("scheduled-(for-records|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  private final Engines engines;
  private final WorkflowForms forms;
  private final WrittenWorkflows written;

  WorkflowList(Engines engines, WorkflowForms forms, WrittenWorkflows written) {
    this.engines = engines;
    this.forms = forms;
    this.written = written;
  }

  /**
   * What is asked for; null: whatever it is.
   *
   * @param triggerType an event, {@code scheduled} or {@code manual}
   */
  public record Filter(
      @Nullable String triggerType, @Nullable Boolean enabled, @Nullable String q) {}

  /** A page of those that fit, each as it was written, with how many fit in all. */
  ResponseEntity<Items<ObjectNode>> page(Caller caller, Pages pages, Filter filter) {
    ResponseEntity<Items<Listed>> page = pages.of(all(caller, filter));
    Items<Listed> part = Objects.requireNonNull(page.getBody());
    List<ObjectNode> shown = shown(caller, part.items()).stream().map(Workflow::shown).toList();
    return ResponseEntity.status(page.getStatusCode())
        .headers(page.getHeaders())
        .body(new Items<>(shown, part.nextCursor(), part.total()));
  }

  /** All that fit, by key. Those that the engine made for itself are left out. */
  private List<Listed> all(Caller caller, Filter filter) {
    Definitions definitions = engines.of(caller).definitions();
    List<Listed> found = new ArrayList<>();
    String cursor = null;
    do {
      Page<Listed> page = definitions.list(caller.tenant(), filter.q(), cursor, AT_ONCE);
      page.items().stream().filter(one -> fits(one, filter)).forEach(found::add);
      cursor = page.next().orElse(null);
    } while (cursor != null);
    return filter.triggerType() == null ? found : triggered(caller, filter.triggerType(), found);
  }

  private static boolean fits(Listed one, Filter filter) {
    return one.status() == DefinitionStatus.PUBLISHED
        && !isOfEngine(one.key())
        && (filter.enabled() == null || filter.enabled() == one.enabled());
  }

  private static boolean isOfEngine(String key) {
    return key.equals(Tasks.SINGLE) || OF_SCHEDULES.matcher(key).matches();
  }

  private List<Listed> triggered(Caller caller, String type, List<Listed> listed) {
    Map<String, WorkflowDefinition> definitions =
        engines.of(caller).definitions().list(caller.tenant()).stream()
            .collect(Collectors.toMap(WorkflowDefinition::key, Function.identity()));
    Map<String, Row> rows = byKey(written.all(caller.tenant()));
    return listed.stream()
        .filter(
            one -> {
              WorkflowDefinition definition = definitions.get(one.key());
              return definition != null
                  && (forms.isTriggered(definition, type)
                      || isWritten(rows.get(one.key()), definition, type));
            })
        .toList();
  }

  /** By hand is how any workflow may be started, so only the form says it. */
  private static boolean isWritten(@Nullable Row row, WorkflowDefinition definition, String type) {
    if (row != null && row.version() == definition.version()) {
      for (JsonNode trigger : row.written().parts("triggers")) {
        if (trigger.path("trigger_type").asText().equals(type)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Map<String, Row> byKey(List<Row> rows) {
    return rows.stream().collect(Collectors.toMap(Row::workflow, Function.identity()));
  }

  /** A part of a list, each as it was written. */
  private List<Workflow> shown(Caller caller, List<Listed> part) {
    Map<String, Row> rows =
        byKey(written.find(caller.tenant(), part.stream().map(Listed::key).toList()));
    Definitions definitions = engines.of(caller).definitions();
    return part.stream()
        .map(
            one ->
                Workflow.of(
                    definitions.get(caller.tenant(), one.key()),
                    one.enabled(),
                    rows.get(one.key())))
        .toList();
  }
}
