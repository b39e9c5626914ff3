package dev.workflow.spi.store;

import dev.workflow.TenantId;

/** Of a store that keeps nothing of actors. */
final class NoActors implements ActorRows {

  static final ActorRows INSTANCE = new NoActors();

  private NoActors() {}

  @Override
  public long revision(TenantId tenant) {
    return 0;
  }

  @Override
  public void raise(TenantId tenant) {
    throw NotKept.refusal("actors");
  }
}
