package dev.workflow.jdbi.internal.sql;

/**
 * A query for many keys: what it finds for each of them, in their order. It is written once, for
 * one key; a dialect has it run for all of them together or for one after the other.
 *
 * @param columns of the keys, to which the query refers as {@code key.tenant_id}
 * @param query for one key
 * @param <K> the key
 */
public record Lookup<K>(Columns<K> columns, String query) {}
