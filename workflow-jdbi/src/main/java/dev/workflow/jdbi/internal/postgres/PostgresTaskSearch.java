package dev.workflow.jdbi.internal.postgres;

import dev.workflow.jdbi.internal.TaskSearch;
import dev.workflow.jdbi.internal.sql.Binding;
import java.util.Set;

/** The first ones of each key, along the primary key, and of those the first. */
final class PostgresTaskSearch implements TaskSearch {

  @Override
  public String offers(String from, String where, Set<String> who, Binding binding) {
    binding.bind("who", who.toArray(String[]::new));
    return """
        SELECT DISTINCT first.due_at, first.rank, first.ready_at, first.instance_id, first.step
        FROM unnest((SELECT :who::text[])) AS key(who)
        CROSS JOIN LATERAL (
          SELECT o.due_at, o.rank, o.ready_at, o.instance_id, o.step
          FROM %s WHERE o.tenant_id = :tenant AND o.who = key.who %s
          ORDER BY o.due_at, o.rank, o.ready_at, o.instance_id, o.step LIMIT :limit
        ) first
        ORDER BY due_at, rank, ready_at, instance_id, step LIMIT :limit
        """
        .formatted(from, where);
  }
}
