package dev.workflow.examples.host.engine.tasks;

import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import org.springframework.stereotype.Component;

/** Does something with a task, and shows it as it is then. */
@Component
class TaskActs {

  private final Engines engines;

  TaskActs(Engines engines) {
    this.engines = engines;
  }

  TaskDetailView does(Caller caller, TaskId task, TaskAct act) {
    Tasks tasks = engines.of(caller).tasks();
    act.by(tasks, caller.tenant(), task, caller.actor());
    return TaskController.detail(tasks, caller, task);
  }
}
