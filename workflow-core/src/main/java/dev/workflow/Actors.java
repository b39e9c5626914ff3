package dev.workflow;

/**
 * Administration of actors: what the engine knows of them besides what the host's {@link
 * dev.workflow.spi.ActorDirectory} says. Thread-safe.
 */
public interface Actors {

  /**
   * What the directory says of a tenant's actors has changed: what is kept of it counts no more, on
   * this node at once, on others within a second. Without this call it counts until it is as old as
   * it may become.
   *
   * @throws NotFoundException if the host does not know the tenant
   */
  void changed(TenantId tenant);
}
