package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The other workflows that a definition names: its sub-workflows, and the targets of {@code
 * start_workflow}. Those that an expression names are not known.
 */
public final class WorkflowReferences {

  /**
   * A workflow that a step names.
   *
   * @param version null: the newest one
   * @param place the place of what names it
   */
  record Reference(String workflow, @Nullable Integer version, Problems place) {
    String pointer() {
      return place.pointer();
    }
  }

  private WorkflowReferences() {}

  /** Names the references that lead nowhere. */
  static void check(WorkflowDefinition definition, TenantWorkflows workflows, Problems problems) {
    for (Reference reference : of(definition, problems)) {
      String key = reference.workflow();
      Integer version = reference.version();
      if (key.equals(definition.key()) && version == null) {
        continue;
      }
      if (!workflows.newest().containsKey(key)) {
        reference
            .place()
            .add(
                "there is no published workflow \""
                    + key
                    + "\""
                    + DidYouMean.suffix(key, workflows.newest().keySet()));
      } else if (version != null && workflows.startable(WorkflowRef.of(key, version)).isEmpty()) {
        reference.place().add("the workflow \"" + key + "\" has no published version " + version);
      }
    }
  }

  /** Those of a definition, in the order of the document. */
  static List<Reference> of(WorkflowDefinition definition) {
    return of(definition, Problems.none());
  }

  /** The keys of those of a definition. */
  public static Set<String> keys(WorkflowDefinition definition) {
    return of(definition).stream().map(Reference::workflow).collect(Collectors.toSet());
  }

  private static List<Reference> of(WorkflowDefinition definition, Problems problems) {
    List<Reference> references = new ArrayList<>();
    walk(
        definition.steps(),
        problems.at("steps"),
        (step, place) -> reference(step, place).ifPresent(references::add));
    return references;
  }

  private static Optional<Reference> reference(Step step, Problems place) {
    if (step instanceof Step.SubWorkflow sub) {
      return Optional.of(new Reference(sub.workflow(), sub.version(), place.at("workflow")));
    } else if (step instanceof Step.Action action && action.type().equals("start_workflow")) {
      JsonNode workflow = action.config().source().path("workflow");
      if (workflow.isTextual() && !Template.containsExpression(workflow.textValue())) {
        return Optional.of(
            new Reference(workflow.textValue().strip(), null, place.at("config").at("workflow")));
      }
    }
    return Optional.empty();
  }

  static void walk(List<Step> steps, Problems place, BiConsumer<Step, Problems> visitor) {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Problems here = place.at(i);
      visitor.accept(step, here);
      boolean single = step instanceof Step.Loop;
      for (int branch = 0; branch < step.nested().size(); branch++) {
        Problems kind = here.at(step.kind());
        walk(step.nested().get(branch), (single ? kind : kind.at(branch)).at("steps"), visitor);
      }
      walk(step.settings().failure().onFailure(), here.at("onFailure"), visitor);
    }
  }
}
