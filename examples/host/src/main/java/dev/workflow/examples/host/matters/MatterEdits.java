package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceEdit.Place;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TaskId;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.security.ForbiddenException;
import dev.workflow.examples.host.security.Members;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.web.Checks;
import dev.workflow.instance.InstanceState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes one instance and leaves its template as it is. */
@Component
public class MatterEdits {

  /** A change, or a step of the document as it would be, and the rest of a place in it. */
  private static final Pattern PLACE =
      Pattern.compile("/(?:changes/\\d+/[a-z]+|steps/\\d+(?:/parallel/\\d+/steps/\\d+)?)(/.*)");

  /** The states that a request can ask for. */
  private static final Set<InstanceState> SET =
      EnumSet.of(InstanceState.ACTIVE, InstanceState.PAUSED, InstanceState.CANCELED);

  private final Engines engines;
  private final Members members;

  MatterEdits(Engines engines, Members members) {
    this.engines = engines;
    this.members = members;
  }

  private Instances instances(Caller caller) {
    return engines.of(caller).instances();
  }

  /**
   * Finds what the caller may see, and lets pass who may change it: an ADMIN and the matter's
   * owner.
   */
  private WorkflowInstance editable(Caller caller, InstanceId id) {
    WorkflowInstance instance = instances(caller).get(caller.tenant(), id);
    if (!caller.is(Role.ADMIN)
        && !members.of(caller.tenant(), caller.userId()).owns(instance.subject())) {
      throw new ForbiddenException(
          "only an ADMIN or the lawyer who owns the matter changes what runs on it; \""
              + caller.userId()
              + "\" is neither");
    }
    return instance;
  }

  /** Renames, pauses, resumes or cancels an instance: all that is asked for, or nothing. */
  @Transactional
  public void patch(Caller caller, InstanceId id, Requests.MatterChange body) {
    InstanceState wanted = body.status();
    String name = body.name();
    String reason = body.reason();
    Checks checks = new Checks("The change of the instance");
    checks.optionalText("/name", name, 200);
    checks.optionalText("/reason", reason, 1_000);
    checks.that(
        wanted == null || SET.contains(wanted),
        "/status",
        "expected ACTIVE, PAUSED or CANCELED; found " + wanted);
    checks.done();
    WorkflowInstance instance = editable(caller, id);
    if (name != null) {
      instances(caller).edit(caller.tenant(), id, caller.actor()).rename(name).apply();
    }
    if (wanted != null && wanted != instance.state()) {
      move(caller, instance, wanted, reason);
    }
  }

  private void move(
      Caller caller, WorkflowInstance instance, InstanceState wanted, @Nullable String reason) {
    Instances all = instances(caller);
    InstanceId id = instance.id();
    switch (wanted) {
      case PAUSED -> all.pause(caller.tenant(), id, caller.actor(), reason);
      case CANCELED -> all.cancel(caller.tenant(), id, caller.actor(), reason);
      default -> {
        if (instance.state() == InstanceState.DRAFT) {
          all.begin(caller.tenant(), id, caller.actor());
        } else {
          all.resume(caller.tenant(), id, caller.actor());
        }
      }
    }
  }

  /**
   * Lets an instance go on: a draft begins. One that is ACTIVE goes on by itself, so that nothing
   * is left to do.
   *
   * @throws ConflictException if it is PAUSED or has ended
   */
  public void advance(Caller caller, InstanceId id) {
    WorkflowInstance instance = editable(caller, id);
    if (instance.state() == InstanceState.DRAFT) {
      instances(caller).begin(caller.tenant(), id, caller.actor());
    } else if (instance.state() != InstanceState.ACTIVE) {
      throw new ConflictException(
          "the instance is "
              + instance.state()
              + (instance.state() == InstanceState.PAUSED ? "; resume it first" : ""));
    }
  }

  /** Adds a step before the one that has its order now, or behind all others. */
  public TaskId add(Caller caller, InstanceId id, JsonNode body) {
    StepForm form = read(body);
    editable(caller, id);
    WorkflowDefinition document = instances(caller).document(caller.tenant(), id);
    ObjectNode json = document.toJson();
    List<DocumentStep> steps = DocumentStep.of(json);
    Integer written = form.order();
    int order =
        written == null
            ? steps.stream().mapToInt(DocumentStep::order).max().orElse(0) + 1
            : written;
    Set<String> taken = document.allSteps().stream().map(Step::id).collect(Collectors.toSet());
    String step = Slugs.free(order + "-" + Slugs.of(form.title(), "step"), taken::contains);
    apply(edit(caller, id).add(form.toStep(step, Json.object()), place(json, steps, order, null)));
    return TaskId.of(id, step);
  }

  /** Changes a step that has not begun: what the body names. */
  public void change(Caller caller, TaskId task, JsonNode body) {
    editable(caller, task.instance());
    ObjectNode json = instances(caller).document(caller.tenant(), task.instance()).toJson();
    List<DocumentStep> steps = DocumentStep.of(json);
    DocumentStep step = find(steps, task);
    ObjectNode merged = StepForm.write(step);
    Problems problems = Problems.none();
    if (body instanceof ObjectNode changes) {
      merged.setAll(changes);
    } else {
      problems.add("expected an object with what is to be changed");
    }
    merged.put("id", step.id());
    StepForm form = StepForm.read(merged, problems);
    problems.throwIfAny(list -> new InvalidDefinitionException("The step", list));
    InstanceEdit edit = edit(caller, task.instance());
    ObjectNode changed = form.toStep(step.id(), step.step());
    if (!changed.equals(step.step())) {
      edit.change(changed);
    }
    int order = form.order() == null ? step.order() : form.order();
    if (order != step.order()) {
      edit.move(step.id(), place(json, steps, order, step.id()));
    }
    apply(edit);
  }

  /** Removes a step that has not begun. */
  public void remove(Caller caller, TaskId task) {
    editable(caller, task.instance());
    ObjectNode json = instances(caller).document(caller.tenant(), task.instance()).toJson();
    apply(edit(caller, task.instance()).remove(find(DocumentStep.of(json), task).id()));
  }

  private InstanceEdit edit(Caller caller, InstanceId id) {
    return instances(caller).edit(caller.tenant(), id, caller.actor());
  }

  private static StepForm read(JsonNode body) {
    Problems problems = Problems.none();
    StepForm form = StepForm.read(body, problems);
    problems.throwIfAny(list -> new InvalidDefinitionException("The step", list));
    return form;
  }

  private static DocumentStep find(List<DocumentStep> steps, TaskId task) {
    String id = MatterViews.base(task.step());
    return steps.stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> StepIds.unknown(StepIds.write(task.instance(), task.step())));
  }

  /** Before the first step of this order or a later one; else the end. */
  private static Place place(
      ObjectNode document, List<DocumentStep> steps, int order, @Nullable String moved) {
    return steps.stream()
        .filter(one -> one.order() >= order && !one.id().equals(moved))
        .findFirst()
        .map(one -> Place.before(atTop(document, one)))
        .orElseGet(Place::end);
  }

  /** The step of the document's own list that a step is, or stands in. */
  private static String atTop(ObjectNode document, DocumentStep step) {
    int index = Integer.parseInt(step.place().split("/", -1)[2]);
    return document.path("steps").path(index).path("id").asText();
  }

  /**
   * What cannot be changed any more is a conflict; what is wrong with the step is said in its
   * words.
   */
  private static void apply(InstanceEdit edit) {
    try {
      edit.apply();
    } catch (InvalidDefinitionException e) {
      List<Problem> wrong =
          e.problems().stream()
              .filter(one -> PLACE.matcher(one.pointer()).matches())
              .map(one -> new Problem(inForm(one.pointer()), one.message()))
              .toList();
      if (wrong.isEmpty()) {
        throw new ConflictException(
            e.problems().stream().map(Problem::message).collect(Collectors.joining("; ")));
      }
      throw new InvalidDefinitionException("The step", wrong);
    }
  }

  private static String inForm(String pointer) {
    Matcher matcher = PLACE.matcher(pointer);
    return matcher.matches() ? TemplateForms.stepPlace(matcher.group(1)) : pointer;
  }
}
