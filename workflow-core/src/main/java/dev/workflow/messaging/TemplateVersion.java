package dev.workflow.messaging;

import dev.workflow.Actor;
import java.time.Instant;

/**
 * One version of a template with who made it and when.
 *
 * @param archived whether it was taken out of use
 */
public record TemplateVersion(
    MessageTemplate template, boolean archived, Instant createdAt, Actor createdBy) {}
