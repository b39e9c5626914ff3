package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_WHILE_PAUSED;

import dev.workflow.instance.InstanceState;
import dev.workflow.spi.store.MessageRow;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is paused stands still: its steps, its sub-workflows, its messages. */
final class PauseCheck implements Check {

  private static final Set<Verb> BY_HAND =
      Set.of(Verb.MESSAGE_SEND_NOW, Verb.MESSAGE_RESEND, Verb.MESSAGE_RELEASE);

  private final Stage stage;
  private final Set<UUID> sentByHand = new HashSet<>();

  PauseCheck(Stage stage) {
    this.stage = stage;
  }

  private @Nullable SeenInstance paused(@Nullable SeenInstance instance) {
    if (instance == null) {
      return null;
    }
    return stage.sight().instances().stream()
        .filter(one -> one.state() == InstanceState.PAUSED && !one.gone())
        .filter(one -> stage.sight().belongsTo(instance, one))
        .filter(one -> !stage.unreadable(one) && !stage.unreadable(instance))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void before(Act act) {
    MessageRow row = BY_HAND.contains(act.verb()) ? stage.sight().message(act.target()) : null;
    if (row != null) {
      sentByHand.add(row.id());
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    SeenInstance resumed = act.verb() == Verb.RESUME ? stage.sight().find(act.instance()) : null;
    SeenInstance above =
        resumed == null || !stage.sight().waitedFor(resumed) ? null : stage.sight().parent(resumed);
    SeenInstance paused = paused(above);
    if (resumed != null && paused != null && outcome.done() && act.fault() == Fault.NONE) {
      throw resumed.broken(
          NOTHING_WHILE_PAUSED,
          "it is resumed although " + paused.name() + " waits for it and is paused");
    }
  }

  @Override
  public void called(Calls.Call call) {
    SeenInstance paused = paused(stage.sight().find(call.instance()));
    if (paused != null && !call.stale()) {
      throw paused.broken(
          NOTHING_WHILE_PAUSED, "it is paused, and step " + call.step() + " was called");
    }
  }

  @Override
  public void sent(Calls.Sending sending) {
    for (MessageRow row : stage.sight().messages()) {
      if (row.id().toString().equals(sending.message().id())
          && row.origin().instance() != null
          && !sending.stale()
          && !Sight.carries(row)
          && !sentByHand.contains(row.id())) {
        SeenInstance paused = paused(stage.sight().find(row.origin().instance()));
        if (paused != null) {
          throw paused.broken(
              NOTHING_WHILE_PAUSED,
              "it is paused, and the message of step " + row.origin().step() + " was sent");
        }
      }
    }
  }
}
