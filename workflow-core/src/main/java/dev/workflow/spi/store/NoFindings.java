package dev.workflow.spi.store;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Of a store that keeps no findings: listeners are told of them. */
final class NoFindings implements FindingRows {

  static final FindingRows INSTANCE = new NoFindings();

  private NoFindings() {}

  @Override
  public void put(FindingRow row) {}

  @Override
  public void replace(List<FindingRow> rows) {}

  @Override
  public void settle(InstanceKey instance, String step, String kind, Instant at) {}

  @Override
  public void settle(TenantId tenant, String workflow, String kind, Instant at) {}

  @Override
  public int purge(TenantId tenant, Instant settledBefore, int limit) {
    return 0;
  }

  @Override
  public int removeAbout(TenantId tenant, SubjectRef subject, int limit) {
    return 0;
  }

  @Override
  public List<FindingRow> list(
      TenantId tenant,
      @Nullable Boolean settled,
      @Nullable String kind,
      @Nullable InstanceId instance,
      @Nullable UUID after,
      int limit) {
    return List.of();
  }

  @Override
  public Map<String, Long> count(TenantId tenant) {
    return Map.of();
  }
}
