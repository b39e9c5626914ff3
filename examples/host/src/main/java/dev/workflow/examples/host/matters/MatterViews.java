package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.WorkflowInstance.StepView;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.security.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows instances and their steps as a matter has them. */
@Component
class MatterViews {

  private final Engines engines;

  MatterViews(Engines engines) {
    this.engines = engines;
  }

  /** An instance with its steps, as the caller may see it. */
  MatterInstance of(Caller caller, InstanceId id) {
    WorkflowEngine own = engines.of(caller);
    WorkflowInstance instance = own.instances().get(caller.tenant(), id);
    ObjectNode document = own.instances().document(caller.tenant(), id).toJson();
    Map<String, DocumentStep> places = new HashMap<>();
    DocumentStep.of(document).forEach(one -> places.put(one.id(), one));
    List<MatterInstance.MatterStep> steps = new ArrayList<>();
    for (StepView view : newest(instance.steps())) {
      DocumentStep place = places.get(base(view.id()));
      if (place != null) {
        steps.add(step(own.tasks(), caller, id, view, place));
      }
    }
    return new MatterInstance(
        id.toString(),
        instance.name(),
        instance.workflow().key(),
        instance.workflow().version(),
        matter(instance.subject()),
        instance.state(),
        instance.progress(),
        instance.revision(),
        instance.createdAt(),
        instance.endedAt(),
        instance.reason(),
        steps);
  }

  private static @Nullable String matter(@Nullable SubjectRef subject) {
    return subject != null && subject.type().equals(Member.MATTER) ? subject.id() : null;
  }

  /** One step. */
  MatterInstance.MatterStep step(Caller caller, TaskId task) {
    String wanted = StepIds.write(task.instance(), task.step());
    return of(caller, task.instance()).steps().stream()
        .filter(step -> step.id().equals(wanted))
        .findFirst()
        .orElseThrow(() -> StepIds.unknown(wanted));
  }

  /** Of a step that was done anew the newest visit. */
  private static Iterable<StepView> newest(List<StepView> views) {
    Map<String, StepView> newest = new LinkedHashMap<>();
    for (StepView view : views) {
      if (view.kind().equals("action")) {
        newest.put(view.id().replaceFirst("#[0-9]+$", ""), view);
      }
    }
    return newest.values();
  }

  /** The id that a step has in the document. */
  static String base(String id) {
    return id.replaceFirst("[\\[#].*$", "");
  }

  private static MatterInstance.MatterStep step(
      Tasks tasks, Caller caller, InstanceId id, StepView view, DocumentStep place) {
    ObjectNode form = StepForm.write(place);
    Tasks.Task task = view.state().open() ? task(tasks, caller, TaskId.of(id, view.id())) : null;
    Actor claimedBy =
        task != null && task.claimedBy() != null ? task.claimedBy() : view.claimedBy();
    String assignee = task == null ? null : task.assignee();
    Instant dueAt = task == null ? null : task.dueAt();
    return new MatterInstance.MatterStep(
        StepIds.write(id, view.id()),
        id.toString(),
        place.order(),
        form.path("title").asText(),
        form.path("actionType").asText(),
        form.path("actionConfig"),
        form.path("roleScope").textValue(),
        form.path("required").asBoolean(),
        view.state(),
        claimedBy == null ? assignee : claimedBy.id(),
        view.readyAt(),
        dueAt,
        view.endedAt(),
        view.reason(),
        view.asks(),
        view.output());
  }

  private static Tasks.@Nullable Task task(Tasks tasks, Caller caller, TaskId id) {
    try {
      return tasks.get(caller.tenant(), id).task();
    } catch (NotFoundException e) {
      return null; // the engine does this step, or it has ended meanwhile
    }
  }
}
