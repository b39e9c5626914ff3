package dev.workflow.definition;

import java.time.Duration;

/**
 * At most {@code permits} instances start in any window of length {@code per}; the rest is delayed,
 * never dropped.
 */
public record RateLimit(int permits, Duration per) {}
