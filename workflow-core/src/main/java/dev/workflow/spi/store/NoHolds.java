package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Of a store that keeps no holds. */
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
}
