package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.spi.store.InstanceKey;
import java.util.Set;

/**
 * Does what the {@link EndMark} of an instance says that this node has claimed. If the node dies,
 * or it cannot be written, another claim brings it again. Used by one thread at a time.
 */
final class MarkedInstance implements Committer.Unit {

  private final LeasedInstances runs;
  private final InstanceKey key;

  /** Whether its tenant's share of the transaction was spent before its turn came. */
  private boolean deferred;

  MarkedInstance(LeasedInstances runs, InstanceKey key) {
    this.runs = runs;
    this.key = key;
    runs.room().enter(key.tenant());
  }

  @Override
  public void apply(UnitOfWork work) {
    deferred = !work.affords(key.tenant());
    if (!deferred) {
      work.instances().reach(key, new InstanceInput.Tick());
    }
  }

  @Override
  public void committed(UnitOfWork work, Set<InstanceKey> fenced) {
    if (deferred) {
      runs.committer().submitNext(this);
    } else {
      runs.leftRoom(key.tenant());
    }
  }

  @Override
  public void failed(RuntimeException reason) {
    runs.abandoned(key, reason);
    runs.leftRoom(key.tenant());
  }

  @Override
  public TenantId tenant() {
    return key.tenant();
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
