package dev.workflow.spi.store;

import java.time.Instant;

/**
 * One entry of an instance's append-only journal: the transitions of one checkpoint, as JSON text.
 *
 * @param seq 1, 2, 3 … without gaps; unique per instance, which orders all writers
 */
public record JournalEntry(int seq, Instant at, String body) {}
