package dev.workflow.definition;

import dev.workflow.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a definition with who made it and when.
 *
 * @param archivedAt when it was taken out of use; null: it is in use, or was archived by a release
 *     that did not keep it
 * @param archivedBy by whom
 */
public record DefinitionVersion(
    WorkflowDefinition definition,
    DefinitionStatus status,
    Instant createdAt,
    Actor createdBy,
    @Nullable Instant archivedAt,
    @Nullable Actor archivedBy) {}
