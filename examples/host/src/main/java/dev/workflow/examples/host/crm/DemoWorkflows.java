package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.examples.host.demo.DemoPart;
import dev.workflow.examples.host.forms.Form;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.security.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/** A workflow in the form of the CRM, a rule, a scheduled task, and contacts that were created. */
@Component
class DemoWorkflows implements DemoPart {

  private static final Caller ADMIN =
      new Caller("user-456", ACME, Set.of(Role.ADMIN), EnumSet.allOf(Scope.class));

  private final Workflows workflows;
  private final ScheduledTasks tasks;
  private final Resource written;

  DemoWorkflows(
      Workflows workflows,
      ScheduledTasks tasks,
      @Value("classpath:demo/workflows.json") Resource written) {
    this.workflows = workflows;
    this.tasks = tasks;
    this.written = written;
  }

  @Override
  public void make(WorkflowEngine engine) {
    for (JsonNode workflow : read()) {
      workflows.create(ADMIN, (ObjectNode) workflow, Form.CRM);
    }
    ObjectNode weekly =
        Json.object()
            .put("name", "Weekly welcome")
            .put("type", "workflow")
            .put("schedule", "0 9 * * MON");
    weekly.putObject("config").put("workflow_id", "welcome-a-contact");
    tasks.create(ADMIN, weekly);
    for (String contact : List.of("c-1", "c-2", "c-3")) {
      ObjectNode payload = Json.object().put("contact_id", contact);
      payload.putObject("contact_data").put("name", "Contact " + contact);
      engine
          .events()
          .publish(Event.of(ACME, "contact.created", SubjectRef.of("contact", contact), payload));
    }
  }

  private JsonNode read() {
    try (InputStream in = written.getInputStream()) {
      return Json.reader().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
