package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;

/**
 * One version of a message template.
 *
 * @param version 1 and up
 * @param status {@code PUBLISHED} or {@code ARCHIVED}
 * @param document the document as JSON text
 */
public record TemplateRow(
    TenantId tenant,
    String name,
    int version,
    String status,
    String document,
    Instant createdAt,
    String createdBy) {

  /** The same with another status. */
  public TemplateRow status(String changed) {
    return new TemplateRow(tenant, name, version, changed, document, createdAt, createdBy);
  }
}
