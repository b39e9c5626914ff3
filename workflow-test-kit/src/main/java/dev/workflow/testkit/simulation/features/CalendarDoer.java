package dev.workflow.testkit.simulation.features;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.retention.Retention;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.upcoming.UpcomingWork;
import java.time.Duration;

/** Does what the acts of a story say about what is to come, and about what is to stay. */
final class CalendarDoer {

  private final Stage stage;

  CalendarDoer(Stage stage) {
    this.stage = stage;
  }

  Outcome perform(WorkflowEngine engine, Act act) {
    Actor by = Actor.of(act.actor().isEmpty() ? Cast.ADMIN : act.actor());
    return switch (act.verb()) {
      case SUBJECT_HOLD, SUBJECT_FREE, ERASE -> ofSubject(engine.retention(), act, by);
      default -> ofStep(engine.upcoming(), act, by);
    };
  }

  private Outcome ofSubject(Retention retention, Act act, Actor by) {
    TenantId tenant = TenantId.of(act.tenant());
    SubjectRef subject = SubjectRef.of("lead", act.rest());
    return Outcome.done(
        switch (act.verb()) {
          case SUBJECT_HOLD -> retention.hold(tenant, subject, by, "a lawsuit");
          case SUBJECT_FREE -> retention.release(tenant, subject, by);
          default -> {
            stage.erased().add(act.target());
            yield retention.erase(tenant, subject, by);
          }
        });
  }

  private Outcome ofStep(UpcomingWork upcoming, Act act, Actor by) {
    InstanceKey key = stage.names().key(act.instance());
    if (key == null) {
      return Outcome.NOTHING;
    }
    TenantId tenant = key.tenant();
    stage.retimed().add(act.target());
    UpcomingWork.Id id = new UpcomingWork.Id(UpcomingWork.Kind.STEP, key.id().value(), act.step());
    switch (act.verb()) {
      case STEP_HOLD -> upcoming.hold(tenant, id, by, null);
      case STEP_LET -> upcoming.release(tenant, id, by, null);
      case STEP_SKIP -> upcoming.skip(tenant, id, by, null);
      case STEP_NOW -> upcoming.runNow(tenant, id, by, null);
      default ->
          upcoming.move(
              tenant, id, stage.clock().instant().plus(Duration.parse(act.argument())), by, null);
    }
    return Outcome.done(null);
  }
}
