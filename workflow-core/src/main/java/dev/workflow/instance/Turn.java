package dev.workflow.instance;

import java.time.Instant;

/**
 * When an instance whose starts are limited may begin with its steps.
 *
 * @param passed how many of its {@linkplain Turns.Limit limits} have been asked
 * @param begins not before this time
 */
public record Turn(int passed, Instant begins) {}
