package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.log.Log;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.AccessPolicy.Request;
import dev.workflow.spi.AccessPolicy.Right;
import org.jspecify.annotations.Nullable;

/** Asks the host's policy, which fails closed. Immutable and thread-safe. */
public final class Access {

  private static final Log log = Log.of(Access.class);

  private final @Nullable AccessPolicy policy;

  /**
   * @param policy null: everybody may everything
   */
  public Access(@Nullable AccessPolicy policy) {
    this.policy = policy;
  }

  /**
   * What a policy said.
   *
   * @param failure why it could not say; null: it has said
   */
  public record Answer(boolean allowed, @Nullable String failure) {

    private static final Answer YES = new Answer(true, null);
    private static final Answer NO = new Answer(false, null);

    /** What follows a refusal: nothing, or why nobody could say. */
    public String because() {
      return failure == null ? "" : ": the AccessPolicy failed (" + failure + ")";
    }
  }

  public Answer ask(Request request) {
    if (policy == null || request.principal().equals(Actor.ENGINE)) {
      return Answer.YES;
    }
    try {
      return policy.allows(request) ? Answer.YES : Answer.NO;
    } catch (RuntimeException | Error e) {
      log.warn("The AccessPolicy failed, which refuses: {}", request, e);
      return new Answer(false, Limits.oneLine(ResultCheck.reason(e)));
    }
  }

  /** Whether a principal may use an action in a workflow. */
  public Answer use(
      Actor principal,
      TenantId tenant,
      String workflow,
      @Nullable SubjectRef subject,
      String action) {
    return policy == null
        ? Answer.YES
        : ask(new Request(principal, tenant, Right.USE, workflow, subject, action));
  }
}
