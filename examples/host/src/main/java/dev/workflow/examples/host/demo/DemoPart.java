package dev.workflow.examples.host.demo;

import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;

/** Sample data of one topic, made once, after the demo tenants and their users. */
public interface DemoPart {

  /** A sales portal. */
  TenantId ACME = TenantId.of("acme");

  /** A law firm. */
  TenantId FIRM = TenantId.of("firm");

  /** Makes the data through the engine, or through the host's own classes. */
  void make(WorkflowEngine engine);
}
