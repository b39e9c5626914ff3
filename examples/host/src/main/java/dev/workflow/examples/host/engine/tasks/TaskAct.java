package dev.workflow.examples.host.engine.tasks;

import dev.workflow.Actor;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;

/** Something that somebody does with a task, such as {@code Tasks::claim}. */
@FunctionalInterface
public interface TaskAct {

  void by(Tasks tasks, TenantId tenant, TaskId task, Actor actor);
}
