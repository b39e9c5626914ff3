package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Of a store that keeps no holds and no erasures. */
final class NoHolds implements HoldRows {

  static final HoldRows INSTANCE = new NoHolds();

  private NoHolds() {}

  @Override
  public boolean insert(HoldRow row) {
    throw NotKept.refusal("holds");
  }

  @Override
  public boolean remove(TenantId tenant, SubjectRef subject) {
    return false;
  }

  @Override
  public Optional<HoldRow> find(TenantId tenant, SubjectRef subject) {
    return Optional.empty();
  }

  @Override
  public List<HoldRow> list(TenantId tenant, @Nullable SubjectRef after, int limit) {
    return List.of();
  }

  @Override
  public void insert(ErasureRow row) {
    throw NotKept.refusal("erasures");
  }

  @Override
  public void add(TenantId tenant, UUID id, Erased more) {}

  @Override
  public void end(TenantId tenant, UUID id, Instant at) {}

  @Override
  public Optional<ErasureRow> erasure(TenantId tenant, UUID id) {
    return Optional.empty();
  }

  @Override
  public List<ErasureRow> erasures(
      TenantId tenant, @Nullable SubjectRef subject, @Nullable UUID before, int limit) {
    return List.of();
  }

  @Override
  public List<ErasureRow> unfinished(int limit) {
    return List.of();
  }
}
