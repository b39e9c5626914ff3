package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of handlers that an instance waits for on this node. Guarded by the instance. */
final class InstanceCalls {

  private final LeasedInstances runs;
  private final LeasedInstance instance;
  private final Map<StepKey, HandlerCall> calls = new HashMap<>();

  InstanceCalls(LeasedInstances runs, LeasedInstance instance) {
    this.runs = runs;
    this.instance = instance;
  }

  /**
   * The call for an attempt.
   *
   * @return null: it is under way
   */
  @Nullable HandlerCall begin(Effect.Call effect, InstanceSnapshot snapshot) {
    HandlerCall known = calls.get(effect.step());
    JsonNode answer = snapshot.step(effect.step()).memory().given();
    if (known != null && known.does(effect.attempt(), answer)) {
      return null;
    }
    HandlerCall call = new HandlerCall(runs, instance, effect.step(), effect.attempt(), answer);
    calls.put(effect.step(), call);
    return call;
  }

  /** Interrupts and forgets those that nobody waits for any more. */
  void dropEnded(InstanceSnapshot snapshot) {
    calls
        .values()
        .removeIf(
            call -> {
              StepRun run = snapshot.step(call.step());
              boolean current =
                  run.state() == StepState.IN_PROGRESS
                      && run.attempt() == call.attempt()
                      && run.memory().waitingFor() == null;
              if (!current) {
                call.interrupt();
              }
              return !current;
            });
  }

  void interruptAll() {
    calls.values().forEach(HandlerCall::interrupt);
  }

  /** Whether there are some and none has begun. */
  boolean onlyWait() {
    return !calls.isEmpty() && calls.values().stream().noneMatch(HandlerCall::begun);
  }
}
