package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StartPermit;
import dev.workflow.spi.store.InstanceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Triggers that wait until their subject is quiet: the first event starts an instance that begins
 * later, each further one puts it off and takes the place of the event before.
 */
final class Settling {

  private final UnitOfWork work;

  Settling(UnitOfWork work) {
    this.work = work;
  }

  /** The instance that an event puts off; empty: there is none, and one may be started. */
  Optional<InstanceUpdate> putOff(WorkflowDefinition definition, Event event, Duration quiet) {
    if (event.subject() == null) {
      return Optional.empty();
    }
    Instant until = work.now().plus(quiet);
    // Of two nodes that see the first event of a subject at once, one waits here for the other.
    work.transaction()
        .events()
        .openWindow(
            event.tenant(), definition.key(), "settle " + event.subject(), work.now(), until);
    for (InstanceKey key :
        work.reach().by(event.tenant(), event.subject(), Set.of(definition.key())).instances()) {
      InstanceUpdate found = work.instances().load(key).filter(Settling::settles).orElse(null);
      if (found != null) {
        putOff(found, event, until);
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private void putOff(InstanceUpdate instance, Event event, Instant until) {
    work.handle(instance, until(until));
    String id = event.id();
    if (id != null) {
      instance.startedBy(id);
      if (instance.access() != InstanceUpdate.Access.NEW) {
        work.transaction().instances().setEvent(instance.key(), id);
      }
    }
  }

  private static boolean settles(InstanceUpdate instance) {
    InstanceSnapshot snapshot = instance.snapshot();
    StartPermit permit = snapshot.startPermit();
    boolean open =
        snapshot.state() == InstanceState.ACTIVE
            || snapshot.state() == InstanceState.PAUSED
            || snapshot.state() == InstanceState.DRAFT;
    return open && snapshot.steps().isEmpty() && permit != null && permit.settles();
  }

  /** It begins then. */
  static InstanceInput until(Instant time) {
    return new InstanceInput.GrantStart(
        StartPermit.settling(time), "its subject is to be quiet until then");
  }
}
