package dev.workflow.jdbi;

import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.contract.ArrivalContract;
import dev.workflow.testkit.contract.BulkContract;
import dev.workflow.testkit.contract.DefinitionsContract;
import dev.workflow.testkit.contract.EventsContract;
import dev.workflow.testkit.contract.ExplainContract;
import dev.workflow.testkit.contract.FailureContract;
import dev.workflow.testkit.contract.HostileContract;
import dev.workflow.testkit.contract.LimitsContract;
import dev.workflow.testkit.contract.PeopleContract;
import dev.workflow.testkit.contract.RetentionContract;
import dev.workflow.testkit.contract.SendersContract;
import dev.workflow.testkit.contract.StatesContract;
import dev.workflow.testkit.contract.StepsContract;
import dev.workflow.testkit.contract.TenantContract;
import dev.workflow.testkit.contract.TermsContract;
import dev.workflow.testkit.contract.TimeContract;
import dev.workflow.testkit.contract.WorkLimitsContract;
import dev.workflow.testkit.contract.WorkersContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class H2EngineTest {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  private static WorkflowStore open() {
    return JdbiWorkflowStore.open(PooledDatabases.h2());
  }

  @Nested
  class Steps extends StepsContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Failure extends FailureContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Definitions extends DefinitionsContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Events extends EventsContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class People extends PeopleContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Limits extends LimitsContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Time extends TimeContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class WorkLimits extends WorkLimitsContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Workers extends WorkersContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class States extends StatesContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Tenants extends TenantContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Hostile extends HostileContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Senders extends SendersContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Retention extends RetentionContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Bulk extends BulkContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Explain extends ExplainContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Arrival extends ArrivalContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }

  @Nested
  class Terms extends TermsContract {
    @Override
    protected WorkflowStore createStore() {
      return open();
    }
  }
}
