package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.examples.host.forms.Form;
import dev.workflow.examples.host.forms.Translation;
import dev.workflow.examples.host.forms.WorkflowForms;
import dev.workflow.examples.host.forms.Written;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.ETags;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The triggers and the actions of a workflow one by one. Each change is another version. */
@Component
public class WorkflowParts {

  /** A list of parts. */
  public enum Kind {
    TRIGGER,
    ACTION;

    /** The key of the list. */
    String list() {
      return this == TRIGGER ? "triggers" : "actions";
    }

    private String label() {
      return this == TRIGGER ? "trigger" : "action";
    }
  }

  /**
   * A part after a change.
   *
   * @param etag of the workflow as it is now
   */
  public record Changed(ObjectNode part, String etag) {}

  private final Workflows workflows;
  private final WorkflowForms forms;

  WorkflowParts(Workflows workflows, WorkflowForms forms) {
    this.workflows = workflows;
    this.forms = forms;
  }

  /** All of a workflow. */
  public List<ObjectNode> list(Caller caller, String workflow, Kind kind) {
    List<ObjectNode> parts = new ArrayList<>();
    required(workflows.get(caller, workflow), kind)
        .parts(kind.list())
        .forEach(part -> parts.add((ObjectNode) part));
    return parts;
  }

  /** Puts one behind the others. */
  public Changed add(
      Caller caller, String workflow, Kind kind, ObjectNode part, @Nullable String ifMatch) {
    return change(caller, workflow, ifMatch, new PartEdit(kind, null, part));
  }

  /** Puts another in the place of one; its id stays. */
  public Changed replace(
      Caller caller,
      String workflow,
      Kind kind,
      String id,
      ObjectNode part,
      @Nullable String ifMatch) {
    if (part.hasNonNull("id") && !part.path("id").asText().equals(id)) {
      throw new InvalidDefinitionException(
          "The " + kind.label(), List.of(new Problem("/id", "is not \"" + id + "\"; an id stays")));
    }
    return change(caller, workflow, ifMatch, new PartEdit(kind, id, part));
  }

  /** Takes one out. */
  public void remove(
      Caller caller, String workflow, Kind kind, String id, @Nullable String ifMatch) {
    workflows.change(caller, workflow, ifMatch, new PartEdit(kind, id, null));
  }

  private Changed change(Caller caller, String workflow, @Nullable String ifMatch, PartEdit edit) {
    Workflow changed = workflows.change(caller, workflow, ifMatch, edit);
    ArrayNode parts = changed.written().parts(edit.kind.list());
    return new Changed((ObjectNode) parts.get(edit.position), ETags.of(changed.etag()));
  }

  private static Written required(Workflow workflow, Kind kind) {
    Form form = workflow.written().form();
    if (form == Form.CRM || (form == Form.RULES && kind == Kind.ACTION)) {
      return workflow.written();
    }
    throw new ConflictException(
        "the workflow \""
            + workflow.key()
            + "\" is written as "
            + (form == Form.RULES ? "a rule" : "a document")
            + " and has no "
            + kind.list()
            + " of their own; change it as a whole");
  }

  /** One change of one part. */
  private final class PartEdit implements Workflows.Edit {

    private final Kind kind;
    private final @Nullable String id;
    private final @Nullable ObjectNode part;
    private int position;

    /**
     * @param id null: it is new
     * @param part null: it is removed
     */
    PartEdit(Kind kind, @Nullable String id, @Nullable ObjectNode part) {
      this.kind = kind;
      this.id = id;
      this.part = part;
    }

    @Override
    public Translation of(Workflow current) {
      ObjectNode json = required(current, kind).json().deepCopy();
      json.put("enabled", current.enabled());
      ArrayNode parts =
          json.path(kind.list()) instanceof ArrayNode known ? known : json.putArray(kind.list());
      position = id == null ? parts.size() : position(parts, id, current);
      if (part == null) {
        parts.remove(position);
      } else if (id == null) {
        parts.add(part.deepCopy());
      } else {
        parts.set(position, part.deepCopy().put("id", id));
      }
      return forms.read(json, current.written().form(), current.written(), current.key());
    }

    private int position(ArrayNode parts, String sought, Workflow workflow) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).path("id").asText().equals(sought)) {
          return i;
        }
      }
      throw new NotFoundException(
          "the workflow \"" + workflow.key() + "\" has no " + kind.label() + " \"" + sought + "\"");
    }

    @Override
    public List<Problem> placed(List<Problem> problems) {
      String place = "/" + kind.list() + "/" + position;
      return problems.stream().flatMap(problem -> Stream.of(placed(problem, place))).toList();
    }

    private Problem placed(Problem problem, String place) {
      String pointer = problem.pointer();
      boolean within = pointer.equals(place) || pointer.startsWith(place + "/");
      return part != null && within
          ? new Problem(pointer.substring(place.length()), problem.message())
          : new Problem("", "the workflow at " + pointer + ": " + problem.message());
    }
  }
}
