package dev.workflow.statistics.internal.fact;

import dev.workflow.TenantId;

/**
 * One thing that happened.
 *
 * @param workflow its key; empty: of none
 * @param version 0: of none
 * @param quarter in which quarter of an hour since 1970
 * @param count how often; negative takes back what was counted
 * @param millis how long it took; -1: it is not measured
 */
public record Fact(
    TenantId tenant,
    String workflow,
    int version,
    Kind kind,
    Figure figure,
    long quarter,
    String name,
    long count,
    long millis) {}
