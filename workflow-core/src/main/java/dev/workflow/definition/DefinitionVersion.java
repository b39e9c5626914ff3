package dev.workflow.definition;

import dev.workflow.Actor;
import java.time.Instant;

/** One version of a definition with who made it and when. */
public record DefinitionVersion(
    WorkflowDefinition definition, DefinitionStatus status, Instant createdAt, Actor createdBy) {}
