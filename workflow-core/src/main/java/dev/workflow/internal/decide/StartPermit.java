package dev.workflow.internal.decide;

import java.time.Instant;

/**
 * When an instance whose starts are limited may begin with its steps.
 *
 * @param passed how many of its {@linkplain StartLimits.Limit limits} have been asked
 * @param begins not before this time
 */
public record StartPermit(int passed, Instant begins) {}
