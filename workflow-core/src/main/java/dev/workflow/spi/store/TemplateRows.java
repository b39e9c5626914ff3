package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The message templates of all tenants with a revision number per tenant. */
public interface TemplateRows {

  /**
   * Raised by every write to the tenant's templates; 0: it has none. Cheap: asked about once a
   * second by every node.
   */
  long revision(TenantId tenant);

  /** The newest published version (not archived) of every template of the tenant, by name. */
  Map<String, Integer> current(TenantId tenant);

  Optional<TemplateRow> find(TenantId tenant, String name, int version);

  /** All versions of one template, newest first. */
  List<TemplateRow> versions(TenantId tenant, String name);

  /** The newest published version (not archived) of every template of the tenant, by name. */
  List<TemplateRow> newest(TenantId tenant);

  /**
   * Adds a version.
   *
   * @return false if that version exists already (somebody else published first): nothing is
   *     written
   */
  boolean insert(TemplateRow row);

  /**
   * Changes the status of a version.
   *
   * @return false if there is no such version
   */
  boolean setStatus(TenantId tenant, String name, int version, String status);
}
