package dev.workflow.jdbi;

import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import java.util.List;
import java.util.Set;

/**
 * Writes the journal entries of changes and the rows of those that are updates, unless they are
 * fenced out. There is one form for databases that compare and write many rows in one statement,
 * and one that locks first.
 */
sealed interface Checkpoints permits ComparingCheckpoints, LockingCheckpoints {

  /**
   * @param changes sorted by key, each key once; the rows of new instances are written already
   * @return the keys of what was fenced out: nothing of it is written
   */
  Set<InstanceKey> write(List<InstanceChange> changes);
}
