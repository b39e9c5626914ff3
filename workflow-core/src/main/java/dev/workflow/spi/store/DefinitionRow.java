package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;

/**
 * One version of a definition.
 *
 * @param version 0: the draft; 1 and up: published ones
 * @param status {@code DRAFT}, {@code PUBLISHED} or {@code ARCHIVED}
 * @param document the document as JSON text
 */
public record DefinitionRow(
    TenantId tenant,
    String key,
    int version,
    String status,
    String document,
    Instant createdAt,
    String createdBy) {}
