package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.GONE_FOR_GOOD;
import static dev.workflow.testkit.simulation.features.Promise.NOTHING_LOST;

import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.retention.Retention;
import dev.workflow.spi.store.MessageRow;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is under hold is not removed by anything, what is erased is gone everywhere, and nothing
 * else is gone with it.
 */
final class RetentionCheck implements Check {

  private final Stage stage;
  private final Set<String> held = new HashSet<>();

  /** Subjects of which nobody knows whether they are under hold: the answer was lost. */
  private final Set<String> unsure = new HashSet<>();

  private @Nullable Act asked;
  private Set<SeenInstance> there = Set.of();

  RetentionCheck(Stage stage) {
    this.stage = stage;
  }

  private static String name(SeenInstance instance) {
    SubjectRef subject = instance.row().subject();
    return instance.row().key().tenant() + "/" + (subject == null ? "" : subject.id());
  }

  @Override
  public void before(Act act) {
    asked = act;
    there = new LinkedHashSet<>();
    stage.sight().instances().stream().filter(one -> !one.gone()).forEach(there::add);
  }

  @Override
  public void gone(MessageRow message) {
    SubjectRef subject = message.origin().subject();
    String name = message.tenant() + "/" + (subject == null ? "" : subject.id());
    if (held.contains(name) && !unsure.contains(name)) {
      throw new Broken(
          NOTHING_LOST, null, "a message about " + name + ", which is under hold, is gone");
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    if (act != asked) {
      return;
    }
    boolean removes = act.verb() == Verb.PURGE || act.verb() == Verb.DELETE;
    for (SeenInstance instance : there) {
      if (!instance.gone()) {
        continue;
      }
      if (held.contains(name(instance)) && !unsure.contains(name(instance))) {
        throw instance.broken(NOTHING_LOST, "it is under hold and gone after \"" + act + "\"");
      }
      boolean erased = act.verb() == Verb.ERASE && act.target().equals(name(instance));
      if (!removes && !erased && act.verb() != Verb.ASIDE_DELETE && act.verb() != Verb.WORK) {
        throw instance.broken(NOTHING_LOST, "it is gone after \"" + act + "\"");
      }
      if (act.verb() == Verb.PURGE && !instance.state().ended()) {
        throw instance.broken(NOTHING_LOST, "it was " + instance.state() + " and was purged");
      }
    }
    switch (act.verb()) {
      case SUBJECT_HOLD, SUBJECT_FREE -> holds(act, outcome);
      case ERASE -> erased(act, outcome);
      default -> {}
    }
  }

  private void holds(Act act, Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.IN_DOUBT) {
      unsure.add(act.target());
    } else if (outcome.done() && act.verb() == Verb.SUBJECT_HOLD) {
      held.add(act.target());
      unsure.remove(act.target());
    } else if (outcome.done()) {
      held.remove(act.target());
      unsure.remove(act.target());
    }
  }

  private void erased(Act act, Outcome outcome) {
    if (!outcome.done() || unsure.contains(act.target())) {
      return;
    }
    if (held.contains(act.target())) {
      throw new Broken(NOTHING_LOST, null, "\"" + act + "\" is done against a hold");
    }
    if (outcome.value() instanceof Retention.ErasureReceipt receipt && receipt.ended() == null) {
      throw new Broken(GONE_FOR_GOOD, null, "\"" + act + "\" is done, and has not ended");
    }
    for (SeenInstance instance : stage.sight().instances()) {
      if (!instance.gone() && name(instance).equals(act.target()) && !stage.unreadable(instance)) {
        throw instance.broken(GONE_FOR_GOOD, "after \"" + act + "\" it is " + instance.state());
      }
    }
    for (MessageRow row : stage.sight().messages()) {
      SubjectRef subject = row.origin().subject();
      boolean about = subject != null && act.target().equals(row.tenant() + "/" + subject.id());
      if (about && !Sight.carries(row)) {
        throw new Broken(
            GONE_FOR_GOOD, null, "after \"" + act + "\" a message of it is " + row.state());
      }
    }
    for (Events.Accepted one :
        stage.reader().events().list(TenantId.of(act.tenant()), null, 1_000).items()) {
      Event event = one.event();
      if (event.subject() != null && event.subject().id().equals(act.rest())) {
        throw new Broken(
            GONE_FOR_GOOD, null, "after \"" + act + "\" its event " + event.id() + " is there");
      }
    }
  }
}
