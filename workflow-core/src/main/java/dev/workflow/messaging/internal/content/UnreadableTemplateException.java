package dev.workflow.messaging.internal.content;

import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Wording;

/**
 * A stored version of a template cannot be read: it comes from a newer release, or was changed by
 * hand.
 */
public final class UnreadableTemplateException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  private final TenantId tenant;
  private final String name;
  private final int version;

  public UnreadableTemplateException(
      TenantId tenant, String name, int version, RuntimeException why) {
    super(
        "version "
            + version
            + " of the template "
            + Wording.quoted(name)
            + " of tenant "
            + tenant
            + " cannot be read: "
            + Limits.storable(
                why.getClass().getSimpleName() + ": " + why.getMessage(), Limits.REASON)
            + "; once the cause is gone, WorkflowEngine.setAside() retries it; it can also be cancelled there, which archives it, or another version published",
        why);
    this.tenant = tenant;
    this.name = name;
    this.version = version;
  }

  public TenantId tenant() {
    return tenant;
  }

  public String name() {
    return name;
  }

  public int version() {
    return version;
  }
}
