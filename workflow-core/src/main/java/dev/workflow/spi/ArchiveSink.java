package dev.workflow.spi;

import dev.workflow.TenantId;
import java.util.List;
import java.util.UUID;

/**
 * Where instances go before they are removed by retention.
 *
 * <p>Called on the thread that removes, inside the transaction that does it, with batches of at
 * most a hundred instances; may block, as long as the database lets a transaction be open. What it
 * throws rolls the batch back: nothing of it is removed, and it comes again with another id, as it
 * does if the commit fails after it was written. Called by several nodes at once with different
 * instances.
 */
@FunctionalInterface
public interface ArchiveSink {

  /** Returns when the batch is safe. */
  void write(Batch batch) throws Exception;

  /**
   * Instances that are going to be removed.
   *
   * @param id of this attempt
   * @param lines one for each instance: its {@link dev.workflow.evidence.EvidencePack evidence
   *     pack} as JSON on one line
   */
  record Batch(TenantId tenant, UUID id, List<String> lines) {

    public Batch {
      lines = List.copyOf(lines);
    }

    /** The lines, each ended by a line feed. */
    public String ndjson() {
      return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
  }
}
