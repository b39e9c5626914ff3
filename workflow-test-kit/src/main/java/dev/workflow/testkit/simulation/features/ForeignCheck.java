package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.TENANTS_APART;

import dev.workflow.Instances;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decisions;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.upcoming.UpcomingWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whatever a tenant asks for, nothing of another one is in the answer. */
final class ForeignCheck implements Check {

  private static final int PAGE = 500;

  /** Every so many times that nothing is due. */
  private static final int OFTEN = 6;

  private final Stage stage;
  private int rests;

  ForeignCheck(Stage stage) {
    this.stage = stage;
  }

  /** While something is to come, and now and then is enough. */
  @Override
  public void atRest() {
    if (rests++ % OFTEN == 0) {
      look();
    }
  }

  @Override
  public void atEnd() {
    look();
  }

  private void look() {
    if (stage.host().failing(Host.TENANTS)
        || stage.poison().holdsWorkflow()
        || stage.sight().instances().stream().anyMatch(stage::unreadable)) {
      return;
    }
    for (TenantId tenant : Cast.TENANTS) {
      Map<String, List<?>> lists = lists(tenant);
      for (SeenInstance instance : stage.sight().instances()) {
        if (!instance.row().key().tenant().equals(tenant)) {
          hidden(tenant, instance, lists);
        }
      }
    }
  }

  private void hidden(TenantId tenant, SeenInstance instance, Map<String, List<?>> lists) {
    String id = instance.row().key().id().toString();
    lists.forEach(
        (name, list) -> {
          if (list.stream().anyMatch(one -> String.valueOf(one).contains(id))) {
            throw instance.broken(TENANTS_APART, "tenant " + tenant + " sees it among its " + name);
          }
        });
    try {
      stage.reader().instances().get(tenant, instance.row().key().id());
    } catch (NotFoundException e) {
      return;
    }
    throw instance.broken(TENANTS_APART, "tenant " + tenant + " can read it");
  }

  private Map<String, List<?>> lists(TenantId tenant) {
    WorkflowEngine engine = stage.reader();
    Map<String, List<?>> lists = new LinkedHashMap<>();
    lists.put("instances", engine.instances().list(Instances.Query.of(tenant), null, PAGE).items());
    lists.put("events", engine.events().list(tenant, null, PAGE).items());
    lists.put("tasks", engine.tasks().list(tenant, null, PAGE).items());
    lists.put(
        "messages", engine.messaging().messages().list(tenant, null, null, null, PAGE).items());
    lists.put(
        "decisions",
        engine.decisions().list(tenant, Decisions.Query.all(), null, PAGE).items().stream()
            .map(Decision::location)
            .toList());
    lists.put(
        "calendar",
        engine.upcoming().list(tenant, UpcomingWork.Query.all(), null, PAGE).items().stream()
            .map(UpcomingWork.Entry::id)
            .toList());
    lists.put("log", engine.log().search(ExecutionLog.Query.of(tenant), null, PAGE).items());
    List<Object> inboxes = new ArrayList<>();
    for (String actor : Cast.ALL) {
      if (!actor.equals(Cast.RESERVED) && !stage.host().failing(Host.ACTORS)) {
        inboxes.addAll(engine.tasks().inbox(tenant, Cast.actor(actor), null, PAGE).items());
      }
    }
    lists.put("inboxes", inboxes);
    return lists;
  }
}
