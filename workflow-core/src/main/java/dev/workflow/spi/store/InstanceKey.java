package dev.workflow.spi.store;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;

/** The whole key of an instance: no row is ever looked up by half of it. */
public record InstanceKey(TenantId tenant, InstanceId id) implements Comparable<InstanceKey> {

  @Override
  public int compareTo(InstanceKey other) {
    int byTenant = tenant.compareTo(other.tenant);
    return byTenant != 0 ? byTenant : id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return tenant + "/" + id;
  }
}
