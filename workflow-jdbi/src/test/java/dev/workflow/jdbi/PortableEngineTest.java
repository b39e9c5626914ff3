package dev.workflow.jdbi;

import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.contract.ArrivalContract;
import dev.workflow.testkit.contract.DigestRaceContract;
import dev.workflow.testkit.contract.DoubtContract;
import dev.workflow.testkit.contract.EndingsContract;
import dev.workflow.testkit.contract.FrequencyCapRaceContract;
import dev.workflow.testkit.contract.LockNodesContract;
import dev.workflow.testkit.contract.NodesContract;
import dev.workflow.testkit.contract.RetentionContract;
import dev.workflow.testkit.contract.ScheduleNodesContract;
import dev.workflow.testkit.contract.SendMessageContract;
import dev.workflow.testkit.contract.SettlingContract;
import dev.workflow.testkit.contract.WorkLimitsContract;
import dev.workflow.testkit.contract.WorkersContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** What the engine does with the portable statements where several write at once. */
class PortableEngineTest {

  private static WorkflowStore newStore() {
    return JdbiWorkflowStore.builder(PlainSql.only(PooledDatabases.postgres()))
        .portableSql()
        .open();
  }

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  @Nested
  class Nodes extends NodesContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class Workers extends WorkersContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class WorkLimits extends WorkLimitsContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class Arrival extends ArrivalContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class Settling extends SettlingContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class Endings extends EndingsContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class SendMessage extends SendMessageContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class Doubt extends DoubtContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class DigestRace extends DigestRaceContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class FrequencyCapRace extends FrequencyCapRaceContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class Retention extends RetentionContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class ScheduleNodes extends ScheduleNodesContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }

  @Nested
  class LockNodes extends LockNodesContract {
    @Override
    protected WorkflowStore createStore() {
      return newStore();
    }
  }
}
