package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Of a store that keeps no templates: there are none, and none can be published. */
final class NoTemplates implements TemplateRows {

  static final TemplateRows INSTANCE = new NoTemplates();

  private NoTemplates() {}

  @Override
  public long revision(TenantId tenant) {
    return 0;
  }

  @Override
  public Map<String, Integer> current(TenantId tenant) {
    return Map.of();
  }

  @Override
  public Optional<TemplateRow> find(TenantId tenant, String name, int version) {
    return Optional.empty();
  }

  @Override
  public List<TemplateRow> versions(TenantId tenant, String name) {
    return List.of();
  }

  @Override
  public List<TemplateRow> newest(TenantId tenant) {
    return List.of();
  }

  @Override
  public boolean insert(TemplateRow row) {
    throw NotKept.refusal("templates");
  }

  @Override
  public boolean setStatus(TenantId tenant, String name, int version, String status) {
    return false;
  }
}
