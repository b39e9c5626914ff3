package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  @Override
  public void put(SubstitutionRow row) {
    throw NotKept.refusal("actors");
  }

  @Override
  public boolean deleteSubstitution(TenantId tenant, UUID id) {
    return false;
  }

  @Override
  public List<SubstitutionRow> substitutions(
      TenantId tenant, Instant now, @Nullable String actor, @Nullable UUID after, int limit) {
    return List.of();
  }

  @Override
  public long nextAllocation(TenantId tenant, String workflow, String step) {
    return 1;
  }

  @Override
  public Map<String, Long> allocations(
      TenantId tenant, String workflow, String step, Collection<String> actors) {
    return Map.of();
  }

  @Override
  public void given(TenantId tenant, String workflow, String step, String actor, long number) {}
}
