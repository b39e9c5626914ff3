package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/** The host cannot say what holds for a tenant now: its work is halted until the host can. */
public final class TenantFaultException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  TenantFaultException(TenantId tenant, String why, @Nullable Throwable cause) {
    super(
        "the host's TenantDirectory cannot say what holds for tenant \""
            + tenant
            + "\": "
            + why
            + "; the tenant's work is halted until it can, other tenants' work continues",
        cause);
  }
}
