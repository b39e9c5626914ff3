package dev.workflow.jdbi.internal;

import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.util.List;

/** Writes suppressions. */
public interface SuppressionWriter {

  /**
   * Adds suppressions, or brings those that are there up to date.
   *
   * @param rows sorted by key, each address and reason once
   */
  void put(List<SuppressionRow> rows);
}
