package dev.workflow.spi.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of a store that keeps no absences: nobody is away. */
final class NoAbsences implements AbsenceRows {

  static final AbsenceRows INSTANCE = new NoAbsences();

  private NoAbsences() {}

  @Override
  public List<AbsenceRow> away(Collection<AddressKey> keys, Instant now) {
    return List.of();
  }

  @Override
  public void put(AbsenceRow row) {
    throw NotKept.refusal("absences");
  }

  @Override
  public boolean end(AddressKey key, Instant now) {
    return false;
  }

  @Override
  public List<AbsenceRow> list(
      TenantId tenant,
      @Nullable String channel,
      Instant now,
      @Nullable AddressKey after,
      int limit) {
    return List.of();
  }

  @Override
  public int forget(Instant now, int limit) {
    return 0;
  }
}
