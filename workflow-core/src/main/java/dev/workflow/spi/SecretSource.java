package dev.workflow.spi;

import dev.workflow.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The source of secrets. Asked at the moment of use; what it gives reaches a handler's
 * configuration and nothing else. Thread-safe.
 */
@FunctionalInterface
public interface SecretSource {

  /** The secret, or null if the tenant has none of this name. */
  @Nullable String find(TenantId tenant, String name);

  /** No secrets at all: the default. */
  static SecretSource none() {
    return (tenant, name) -> null;
  }
}
