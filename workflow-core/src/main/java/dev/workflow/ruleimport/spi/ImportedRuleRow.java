package dev.workflow.ruleimport.spi;

import dev.workflow.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of notification rules that was imported into a workflow.
 *
 * @param workflow the workflow's key
 * @param columns what old readers of the table know
 * @param others the other columns as JSON text
 * @param document what the import made of the row, as JSON text
 * @param version the version of the workflow that the import published
 * @param vanished whether it was missing at the last import
 */
public record ImportedRuleRow(
    TenantId tenant,
    String workflow,
    Columns columns,
    String others,
    String document,
    int version,
    boolean vanished,
    Instant at,
    String by) {

  /**
   * The columns of the old table, as they were written there; {@code enabled} is the workflow's.
   */
  public record Columns(
      String trigger,
      String channel,
      String audience,
      boolean enabled,
      int delayMinutes,
      @Nullable Boolean leadEnabled,
      @Nullable String quoteRecipients,
      @Nullable String template) {}
}
