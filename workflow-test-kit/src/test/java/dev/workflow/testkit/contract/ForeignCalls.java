package dev.workflow.testkit.contract;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every operation of the engine by its signature, as a call in the name of a tenant who has nothing
 * and with the answer that such a tenant hears.
 */
final class ForeignCalls {

  static final Actor SPY = Actor.of("spy");

  private final Map<String, Operation> operations = new TreeMap<>();

  /** One call in the name of a tenant. */
  @FunctionalInterface
  interface Call {
    Object as(TenantId tenant);
  }

  private record Operation(Call call, String answer) {}

  void add(String signature, String answer, Call call) {
    operations.put(signature, new Operation(call, answer));
  }

  /** The value of a call that gives none. */
  static Object done(Runnable call) {
    call.run();
    return "done";
  }

  Set<String> signatures() {
    return operations.keySet();
  }

  /** The answer as it stands here, with names in braces for what differs. */
  String answer(String signature) {
    return operations.get(signature).answer();
  }

  /** Makes the call; empty lists together are one, and a refusal is an answer. */
  String ask(String signature, TenantId tenant) {
    try {
      Object answer = operations.get(signature).call().as(tenant);
      boolean empty = List.of(List.of(), List.of()).equals(answer);
      return empty ? "[]" : String.valueOf(answer);
    } catch (WorkflowException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }
}
