package dev.workflow.testkit.store;

import dev.workflow.spi.store.WorkflowStore;
import org.junit.jupiter.api.Nested;

/**
 * The contract of a {@link WorkflowStore}, by concern. Extend it and give an empty store for every
 * test; it is closed after the test.
 *
 * <pre>{@code
 * class MyStoreTest extends WorkflowStoreContract {
 *   protected WorkflowStore createStore() {
 *     return new MyStore(emptyDatabase());
 *   }
 * }
 * }</pre>
 *
 * <p>Times are in microseconds, as databases keep them. The tests run on one thread except for
 * those about concurrent transactions, which use up to six at once.
 */
public abstract class WorkflowStoreContract {

  /** An empty store; closed after the test. */
  protected abstract WorkflowStore createStore();

  @Nested
  class TaskQueries extends TaskQueryContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Instances extends InstanceRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Finish extends FinishContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Steps extends StepRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Events extends EventRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Definitions extends DefinitionRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Messages extends MessageRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Upcoming extends UpcomingRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Links extends MessageLinksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Assignments extends AssignmentRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class FairClaims extends FairClaimContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Limits extends LimitRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Suppressions extends SuppressionRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Transactions extends TransactionContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }

  @Nested
  class Tenants extends TenantIsolationContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowStoreContract.this.createStore();
    }
  }
}
