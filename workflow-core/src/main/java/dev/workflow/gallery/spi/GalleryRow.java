package dev.workflow.gallery.spi;

import dev.workflow.TenantId;
import java.time.Instant;

/**
 * One version of a workflow template.
 *
 * @param tenant whose it is
 * @param version 1 and up
 * @param shared whether all tenants see this version
 * @param category as its document says
 * @param document the document as JSON text
 */
public record GalleryRow(
    TenantId tenant,
    String key,
    int version,
    boolean shared,
    String category,
    String document,
    Instant createdAt,
    String createdBy) {}
