package dev.workflow.internal.assignment;

import dev.workflow.TenantId;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's rules, in the order in which they are asked, and its default. Immutable. */
record TenantRules(long revision, List<CompiledRule> rules, @Nullable DefaultRow defaults) {

  static final Comparator<RuleRow> ORDER =
      Comparator.comparingInt(RuleRow::priority)
          .reversed()
          .thenComparing(RuleRow::createdAt)
          .thenComparing(RuleRow::id);

  /**
   * @param revision read before the rules: what is written in between then looks older than it is
   *     and is read once more
   */
  static TenantRules read(AssignmentRows rows, TenantId tenant, long revision) {
    List<CompiledRule> rules =
        rows.rules(tenant).stream().sorted(ORDER).map(CompiledRule::of).toList();
    return new TenantRules(revision, rules, rows.defaults(tenant).orElse(null));
  }
}
