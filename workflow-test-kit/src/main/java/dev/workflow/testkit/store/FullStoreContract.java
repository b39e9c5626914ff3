package dev.workflow.testkit.store;

import dev.workflow.spi.store.WorkflowStore;
import org.junit.jupiter.api.Nested;

/**
 * What a store promises that implements the optional concerns of {@link
 * dev.workflow.spi.store.StoreTransaction} as well. A store that implements some of them extends
 * {@link WorkflowStoreContract} and, for each of these, the contract of its rows.
 */
public abstract class FullStoreContract extends WorkflowStoreContract {

  @Nested
  class Templates extends TemplateRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class Actors extends ActorRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class Holds extends HoldRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class Findings extends FindingRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class Absences extends AbsenceRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class Deliveries extends DeliveryRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class Consents extends ConsentRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class ImportedRules extends ImportedRuleRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class Schedules extends ScheduleRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }

  @Nested
  class Statistics extends StatisticsRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return FullStoreContract.this.createStore();
    }
  }
}
