package dev.workflow.internal.service;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.definition.Step;
import dev.workflow.definition.StepSettings;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.Access;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which types of actions somebody may use in the workflows that they publish. */
final class ActionRights {

  private final Access access;
  private final TenantId tenant;
  private final Actor publisher;

  ActionRights(Access access, TenantId tenant, Actor publisher) {
    this.access = access;
    this.tenant = tenant;
    this.publisher = publisher;
  }

  /**
   * @throws AccessDeniedException naming every type that they may not use
   */
  void require(WorkflowDefinition definition) {
    Set<String> types = new TreeSet<>();
    collect(definition.steps(), types);
    StringBuilder because = new StringBuilder();
    Set<String> refused = new TreeSet<>();
    for (String type : types) {
      Access.Answer answer = access.use(publisher, tenant, definition.key(), null, type);
      if (!answer.allowed()) {
        refused.add(type);
        because.append(because.isEmpty() ? answer.because() : "");
      }
    }
    if (!refused.isEmpty()) {
      throw new AccessDeniedException(
          refused.stream()
              .map(type -> "\"" + type + "\"")
              .collect(
                  Collectors.joining(
                      ", ",
                      "\"" + publisher + "\" may not use the actions ",
                      " in the workflow \""
                          + definition.key()
                          + "\" of tenant "
                          + tenant
                          + because)));
    }
  }

  private static void collect(List<Step> steps, Set<String> types) {
    for (Step step : steps) {
      if (step instanceof Step.Action action) {
        types.add(action.type());
      }
      StepSettings.Failure failure = step.settings().failure();
      if (failure.compensate() != null) {
        types.add(failure.compensate().action());
      }
      collect(failure.onFailure(), types);
      step.nested().forEach(nested -> collect(nested, types));
    }
  }
}
