package dev.workflow.jdbi.internal.portable;

import dev.workflow.jdbi.internal.TaskSearch;
import dev.workflow.jdbi.internal.sql.Binding;
import java.util.Set;

final class PortableTaskSearch implements TaskSearch {

  @Override
  public String offers(String from, String where, Set<String> who, String order, Binding binding) {
    binding.bind("who", who);
    return """
        SELECT DISTINCT o.due_at, o.rank, o.ready_at, o.instance_id, o.step
        FROM %s WHERE o.tenant_id = :tenant AND o.who IN (:who) %s
        ORDER BY %s LIMIT :limit
        """
        .formatted(from, where, order);
  }

  @Override
  public String some(String from, String where, Set<String> who, Binding binding) {
    binding.bind("who", who);
    return """
        SELECT DISTINCT o.instance_id, o.step
        FROM %s WHERE o.tenant_id = :tenant AND o.who IN (:who) %s LIMIT :limit
        """
        .formatted(from, where);
  }
}
