package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.examples.host.forms.Form;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.ETags;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The answers about workflows, which are the same on the routes of the CRM and of the rules. */
@Component
public class WorkflowAnswers {

  private final Workflows workflows;
  private final WorkflowList list;

  WorkflowAnswers(Workflows workflows, WorkflowList list) {
    this.workflows = workflows;
    this.list = list;
  }

  /**
   * Whether a workflow is to be enabled.
   *
   * @param reason why, for people
   */
  public record Enable(boolean enabled, @Nullable String reason) {}

  /**
   * Publishes a new workflow.
   *
   * @param otherwise the form if its keys do not tell it
   * @param path where it is found
   */
  public ResponseEntity<ObjectNode> create(
      Caller caller, ObjectNode body, Form otherwise, String path) {
    Workflow created = workflows.create(caller, body, otherwise);
    return Created.at(path, created.shownWhole(), created.key());
  }

  /** A page of those that fit. */
  public ResponseEntity<Items<ObjectNode>> list(
      Caller caller, Pages pages, WorkflowList.Filter filter) {
    return list.page(caller, pages, filter);
  }

  public ResponseEntity<ObjectNode> get(Caller caller, String id) {
    return whole(workflows.get(caller, id));
  }

  /** Publishes the next version. */
  public ResponseEntity<ObjectNode> put(
      Caller caller, String id, ObjectNode body, @Nullable String ifMatch) {
    return whole(workflows.replace(caller, id, body, ifMatch));
  }

  /**
   * Deletes a workflow.
   *
   * @param history whether what its instances did stays
   */
  public void delete(Caller caller, String id, boolean history, @Nullable String ifMatch) {
    workflows.delete(caller, id, history ? KeptHistory.ALL : KeptHistory.NONE, ifMatch);
  }

  public ResponseEntity<ObjectNode> enable(Caller caller, String id, Enable enable) {
    return whole(workflows.enable(caller, id, enable.enabled(), enable.reason()));
  }

  private static ResponseEntity<ObjectNode> whole(Workflow workflow) {
    return ResponseEntity.ok().eTag(ETags.of(workflow.etag())).body(workflow.shownWhole());
  }
}
