package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a definition.
 *
 * @param version 0: the draft; 1 and up: published ones
 * @param status {@code DRAFT}, {@code PUBLISHED} or {@code ARCHIVED}
 * @param document the document as JSON text
 * @param archivedAt when it was archived; null: it is not, or nobody has noted it
 * @param archivedBy by whom
 */
public record DefinitionRow(
    TenantId tenant,
    String key,
    int version,
    String status,
    String document,
    Instant createdAt,
    String createdBy,
    @Nullable Instant archivedAt,
    @Nullable String archivedBy) {

  private static final String ARCHIVED = "ARCHIVED";

  /** One that nobody has archived. */
  public DefinitionRow(
      TenantId tenant,
      String key,
      int version,
      String status,
      String document,
      Instant createdAt,
      String createdBy) {
    this(tenant, key, version, status, document, createdAt, createdBy, null, null);
  }

  /** The same, archived; one that is archived already stays as it is. */
  public DefinitionRow archived(Instant at, String by) {
    return status.equals(ARCHIVED)
        ? this
        : new DefinitionRow(tenant, key, version, ARCHIVED, document, createdAt, createdBy, at, by);
  }
}
