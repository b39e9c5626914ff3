package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_AFTER_AN_END;

import dev.workflow.messaging.Inbound;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who has answered a message, or read it, is not written to by another channel instead. */
final class FallbackCheck implements Check {

  private final Stage stage;
  private final Set<UUID> answered = new HashSet<>();
  private @Nullable MessageRow about;

  FallbackCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    if (act.verb() == Verb.REPLY || act.verb() == Verb.REPORT) {
      about = stage.sight().message(act.target());
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    MessageRow row = about;
    boolean reply =
        act.verb() == Verb.REPLY
            && outcome.value() instanceof Inbound.Receipt receipt
            && receipt.kind() == Inbound.Kind.HUMAN;
    boolean read = act.verb() == Verb.REPORT && outcome.done() && act.argument().equals("READ");
    if (row != null && row.is(MessageState.SENT) && (reply || read)) {
      answered.add(row.id());
    }
  }

  @Override
  public void sent(Calls.Sending sending) {
    for (MessageRow row : stage.sight().messages()) {
      UUID follows = row.plan().fallbackFor();
      if (row.id().toString().equals(sending.message().id())
          && follows != null
          && !sending.stale()
          && answered.contains(follows)
          && row.status().changedBy() == null) {
        throw new Broken(
            NOTHING_AFTER_AN_END,
            null,
            "the fallback of step "
                + row.origin().step()
                + " was sent although the message was answered or read");
      }
    }
  }
}
