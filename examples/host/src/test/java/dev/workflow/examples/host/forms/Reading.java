package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.trigger.EventCatalog;
import java.util.List;

/** Reads forms and has an engine check what they became. */
final class Reading {

  static final WorkflowForms FORMS = new WorkflowForms(EventCatalog.builtIn());

  private static final TenantId TENANT = TenantId.of("acme");
  private static final WorkflowEngine ENGINE = WorkflowEngine.builder().build();

  private Reading() {}

  static ObjectNode json(String json) {
    return (ObjectNode) Json.read(json);
  }

  static Translation read(String written) {
    ObjectNode json = json(written);
    return FORMS.read(json, Form.of(json, Form.CRM), null, null);
  }

  /** What it becomes, which must be without a mistake. */
  static JsonNode document(String written) {
    Translation translation = read(written);
    List<Problem> problems = problems(translation);
    if (!problems.isEmpty()) {
      throw new AssertionError(problems.toString());
    }
    return translation.document();
  }

  static List<Problem> problems(Translation translation) {
    return translation.problems(ENGINE.definitions().check(TENANT, translation.document()));
  }

  /** Each problem as {@code pointer: message}. */
  static List<String> problems(String written) {
    return problems(read(written)).stream().map(Problem::toString).toList();
  }
}
