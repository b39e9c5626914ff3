package dev.workflow.jdbi.internal.postgres;

import dev.workflow.jdbi.internal.TaskSearch;
import dev.workflow.jdbi.internal.TaskTable;
import dev.workflow.jdbi.internal.sql.Binding;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Of keys that may have very many tasks the first ones of each, along the primary key; of keys
 * about one subject, of which somebody may have many hundred with a few tasks each, all of them at
 * once. Of both the first.
 */
final class PostgresTaskSearch implements TaskSearch {

  private static final String OFFERS =
      """
      SELECT DISTINCT found.due_at, found.rank, found.ready_at, found.instance_id, found.step
      FROM (
      %s
      ) found
      ORDER BY %s LIMIT :limit
      """;

  private static final String SOME =
      """
      SELECT DISTINCT found.instance_id, found.step
      FROM (
      %s
      ) found
      LIMIT :limit
      """;

  /** What was claimed since the offers were read is seen when the instance is locked. */
  private static final String LOCKING =
      """
      %s
      JOIN (
      %s) o ON t.instance_id = o.instance_id AND t.step = o.step
      JOIN #instance i ON i.tenant_id = t.tenant_id AND i.id = t.instance_id
      WHERE t.tenant_id = :tenant AND t.claimed_by IS NULL
      ORDER BY o.due_at, o.rank, o.ready_at, o.instance_id, o.step
      LIMIT :locked FOR UPDATE OF i SKIP LOCKED
      """;

  @Override
  public String offers(String from, String where, Set<String> who, String order, Binding binding) {
    return OFFERS.formatted(parts(from, where, who, binding, "ORDER BY " + order), order);
  }

  @Override
  public String some(String from, String where, Set<String> who, Binding binding) {
    return SOME.formatted(parts(from, where, who, binding, ""));
  }

  @Override
  public Optional<String> locking(String select, String offers) {
    return Optional.of(LOCKING.formatted(select, offers));
  }

  private static String parts(
      String from, String where, Set<String> who, Binding binding, String order) {
    binding.bind("broad", keys(who, Predicate.not(TaskTable::ofSubject)));
    binding.bind("narrow", keys(who, TaskTable::ofSubject));
    return """
        SELECT first.* FROM unnest((SELECT :broad::text[])) AS key(who)
        CROSS JOIN LATERAL (
          SELECT o.due_at, o.rank, o.ready_at, o.instance_id, o.step
          FROM %1$s WHERE o.tenant_id = :tenant AND o.who = key.who %2$s
          %3$s LIMIT :limit
        ) first
        UNION ALL
        SELECT o.due_at, o.rank, o.ready_at, o.instance_id, o.step
        FROM %1$s WHERE o.tenant_id = :tenant AND o.who = ANY((SELECT :narrow::text[])::text[]) %2$s
        """
        .formatted(from, where, order);
  }

  private static String[] keys(Set<String> who, Predicate<String> which) {
    return who.stream().filter(which).toArray(String[]::new);
  }
}
