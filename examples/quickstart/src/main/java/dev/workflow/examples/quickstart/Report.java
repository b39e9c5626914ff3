package dev.workflow.examples.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.StepState;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What became of the workflows. */
final class Report {

  /** The figures of one workflow. */
  static final class Figures {
    long started;
    long completed;
    long exited;
    long failed;
    long waiting;
    final Map<String, Map<StepState, Long>> steps = new LinkedHashMap<>();

    private void add(WorkflowInstance instance) {
      started++;
      switch (instance.state()) {
        case COMPLETED -> {
          if (instance.outcome() == InstanceOutcome.EXITED) {
            exited++;
          } else {
            completed++;
          }
        }
        case FAILED, CANCELED -> failed++;
        default -> waiting++;
      }
      for (WorkflowInstance.StepView step : instance.steps()) {
        String id =
            step.id().contains("[") ? step.id().substring(0, step.id().indexOf('[')) : step.id();
        steps
            .computeIfAbsent(id, key -> new EnumMap<>(StepState.class))
            .merge(step.state(), 1L, Long::sum);
      }
    }
  }

  private final Map<String, Figures> workflows = new TreeMap<>();

  static Report of(WorkflowEngine engine, Set<TenantId> tenants) {
    Report report = new Report();
    for (TenantId tenant : tenants) {
      Optional<String> cursor = Optional.empty();
      do {
        Page<Instances.Summary> page =
            engine.instances().list(Instances.Query.of(tenant), cursor.orElse(null), 500);
        for (Instances.Summary summary : page.items()) {
          report
              .workflows
              .computeIfAbsent(summary.workflow().key(), key -> new Figures())
              .add(engine.instances().get(tenant, summary.id()));
        }
        cursor = page.next();
      } while (cursor.isPresent());
    }
    return report;
  }

  Map<String, Figures> workflows() {
    return workflows;
  }

  ObjectNode toJson() {
    ObjectNode all = Json.object();
    ObjectNode byKey = all.putObject("workflows");
    workflows.forEach(
        (key, figures) -> {
          ObjectNode json = byKey.putObject(key);
          json.put("started", figures.started);
          json.put("completed", figures.completed);
          json.put("exited", figures.exited);
          json.put("failed", figures.failed);
          json.put("waiting", figures.waiting);
          ObjectNode steps = json.putObject("steps");
          figures.steps.forEach(
              (step, states) -> {
                ObjectNode counts = steps.putObject(step);
                states.forEach((state, count) -> counts.put(state.name(), count));
              });
        });
    return all;
  }
}
