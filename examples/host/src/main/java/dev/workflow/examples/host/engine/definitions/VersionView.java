package dev.workflow.examples.host.engine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Definitions;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.DefinitionVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a workflow.
 *
 * @param version 0: the draft
 * @param document null: a list without documents
 */
record VersionView(
    String key,
    int version,
    String name,
    DefinitionStatus status,
    Instant createdAt,
    String createdBy,
    @Nullable Instant archivedAt,
    @Nullable String archivedBy,
    @Nullable JsonNode document) {

  static VersionView of(DefinitionVersion version, boolean withDocument) {
    return new VersionView(
        version.definition().key(),
        version.definition().version(),
        version.definition().name(),
        version.status(),
        version.createdAt(),
        version.createdBy().id(),
        version.archivedAt(),
        version.archivedBy() == null ? null : version.archivedBy().id(),
        withDocument ? version.definition().toJson() : null);
  }

  static VersionView newest(Definitions definitions, TenantId tenant, String key) {
    return definitions.versions(tenant, key).stream()
        .filter(one -> one.definition().version() > 0)
        .findFirst()
        .map(one -> of(one, true))
        .orElseThrow(() -> new NotFoundException("\"" + key + "\" is not published"));
  }

  static VersionView of(Definitions definitions, TenantId tenant, String key, int version) {
    return definitions.versions(tenant, key).stream()
        .filter(one -> one.definition().version() == version)
        .findFirst()
        .map(one -> of(one, true))
        .orElseThrow(() -> new NotFoundException("\"" + key + "\" has no version " + version));
  }
}
