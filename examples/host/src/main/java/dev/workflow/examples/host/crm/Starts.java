package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowInstance;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Starts workflows by hand: conditions and dedupe of their triggers are not asked, their
 * concurrency is.
 */
@Service
public class Starts {

  private final Workflows workflows;
  private final Engines engines;

  Starts(Workflows workflows, Engines engines) {
    this.workflows = workflows;
    this.engines = engines;
  }

  /**
   * Starts the newest version.
   *
   * @param place where the subject is written, for what is wrong with it
   * @throws ConflictException if the workflow is disabled, or is not to run twice at the same time
   */
  public WorkflowInstance start(
      Caller caller,
      String workflow,
      @Nullable SubjectRef subject,
      String place,
      ObjectNode input) {
    Workflow known = workflows.get(caller, workflow);
    if (!known.enabled()) {
      throw new ConflictException("the workflow \"" + workflow + "\" is disabled; enable it first");
    }
    requireSubject(known, subject, place);
    InstanceId started =
        engines
            .of(caller)
            .instances()
            .start(caller.tenant(), workflow, subject, input, caller.actor())
            .orElseThrow(
                () ->
                    new ConflictException(
                        "the workflow \""
                            + workflow
                            + "\" runs with this concurrency key already, and its policy is to"
                            + " skip; wait until that has ended"));
    return engines.of(caller).instances().get(caller.tenant(), started);
  }

  private static void requireSubject(
      Workflow workflow, @Nullable SubjectRef subject, String place) {
    String type = workflow.definition().subject();
    if (type != null && (subject == null || !subject.type().equals(type))) {
      throw new InvalidDefinitionException(
          "The start",
          List.of(
              new Problem(place, "the workflow is about a subject of the type \"" + type + "\"")));
    }
  }
}
