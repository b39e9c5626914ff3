package dev.workflow.examples.host.engine;

import dev.workflow.AccessDeniedException;
import dev.workflow.SubjectRef;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.AccessPolicy.Right;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Asks the application's policy before the engine would: for work that goes on after the answer.
 */
@Component
public class Rights {

  private final AccessPolicy policy;

  Rights(ObjectProvider<AccessPolicy> policy) {
    this.policy = policy.getIfAvailable(AccessPolicy::open);
  }

  /** Whether somebody may do it; null: with all workflows, all subjects. */
  public boolean has(
      Caller caller, Right right, @Nullable String workflow, @Nullable SubjectRef subject) {
    return policy.allows(
        new AccessPolicy.Request(caller.actor(), caller.tenant(), right, workflow, subject, null));
  }

  /** What the caller may do with everything of the tenant. */
  public Map<Right, Boolean> all(Caller caller) {
    Map<Right, Boolean> all = new EnumMap<>(Right.class);
    for (Right right : Right.values()) {
      if (right != Right.USE) {
        all.put(right, has(caller, right, null, null));
      }
    }
    return all;
  }

  public void require(
      Caller caller, Right right, @Nullable String workflow, @Nullable SubjectRef subject) {
    if (!has(caller, right, workflow, subject)) {
      throw new AccessDeniedException(
          "\"" + caller.userId() + "\" lacks the right " + right + " on all that this concerns");
    }
  }
}
