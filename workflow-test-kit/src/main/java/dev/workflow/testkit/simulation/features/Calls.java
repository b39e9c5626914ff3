package dev.workflow.testkit.simulation.features;

import dev.workflow.TenantId;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.InstanceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of handlers and senders, in order. */
final class Calls {

  /**
   * A handler was called.
   *
   * @param stale the node may not know how things are
   * @param number in the order of all calls
   */
  record Call(
      InstanceKey instance,
      String step,
      String action,
      int attempt,
      String key,
      boolean stale,
      int number) {}

  /** A sender was handed a message. */
  record Sending(TenantId tenant, OutboundMessage message, boolean stale) {}

  private final List<Call> calls = new ArrayList<>();
  private final List<Sending> sendings = new ArrayList<>();
  private final Map<Integer, ActionResult> given = new HashMap<>();
  private final Checks checks;

  Calls(Checks checks) {
    this.checks = checks;
  }

  Call called(ActionContext context, String action, boolean stale) {
    Call call =
        new Call(
            new InstanceKey(context.tenant(), context.instance()),
            context.step(),
            action,
            context.attempt(),
            context.idempotencyKey(),
            stale,
            calls.size());
    calls.add(call);
    checks.each(check -> check.called(call));
    return call;
  }

  /** What the handler gives. */
  void gave(Call call, ActionResult result) {
    given.put(call.number(), result);
  }

  /** What the handler has given; null: nothing, it threw or its node died. */
  @Nullable ActionResult given(Call call) {
    return given.get(call.number());
  }

  int sent(OutboundMessage message, boolean stale) {
    Sending sending = new Sending(message.tenant(), message, stale);
    sendings.add(sending);
    checks.each(check -> check.sent(sending));
    return (int) sendings.stream().filter(one -> one.message().id().equals(message.id())).count();
  }
}
