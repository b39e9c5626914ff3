package dev.workflow.testkit.contract;

import dev.workflow.spi.store.WorkflowStore;
import org.junit.jupiter.api.Nested;

/**
 * What an engine promises on a {@link WorkflowStore}, by concern. Extend it and give an empty store
 * for every test; it is closed after the test.
 *
 * <pre>{@code
 * class MyEngineTest extends WorkflowEngineContract {
 *   protected WorkflowStore createStore() {
 *     return new MyStore(emptyDatabase());
 *   }
 * }
 * }</pre>
 *
 * <p>What a store promises by itself is in {@link WorkflowStoreContract}; run that first. Most of
 * these tests run on one thread and a clock of their own. Those that extend {@link StartedEngines}
 * have up to two engines with threads at work, in real time.
 */
public abstract class WorkflowEngineContract {

  /** An empty store; closed after the test. */
  protected abstract WorkflowStore createStore();

  @Nested
  class Steps extends StepsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class NestedSteps extends NestedStepsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Failure extends FailureContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Retry extends RetryContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class RetryTogether extends RetryTogetherContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class StartedBySteps extends StartedByStepsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Definitions extends DefinitionsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Enabling extends EnablingContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class DraftEdits extends DraftEditsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Gallery extends GalleryContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Events extends EventsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Loops extends LoopsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class People extends PeopleContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ChangesTogether extends ChangesTogetherContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class FinishedTasks extends FinishedTasksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskListeners extends TaskListenersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class SingleTasks extends SingleTasksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskInbox extends TaskInboxContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Migrations extends MigrationContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Moves extends MovingContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TemplatesOnMatters extends TemplatesOnMattersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ChangesStories extends ChangesStoriesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Editing extends EditingContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Histories extends HistoryContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class BulkTasks extends BulkTasksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskHandOver extends TaskHandOverContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskNotices extends TaskNoticesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskHolding extends TaskHoldingContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskReminders extends TaskRemindersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Candidates extends CandidatesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ResourcePatterns extends ResourcePatternsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class PausedClocks extends PausedClocksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ProviderCallbacks extends ProviderCallbacksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskAnswers extends TaskAnswersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskCommands extends TaskCommandsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Limits extends LimitsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TenantLimits extends TenantLimitsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Dates extends DatesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Records extends RecordsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Exits extends ExitsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Governed extends GovernedContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class RecordsNodes extends RecordsNodesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Settle extends SettleContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ForEach extends ForEachContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Time extends TimeContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class WorkLimits extends WorkLimitsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Budgets extends BudgetContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Readable extends ReadableContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class SetAside extends SetAsideContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Workers extends WorkersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Nodes extends NodesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class States extends StatesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class EndingPortions extends EndingPortionsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Endings extends EndingsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Tenants extends TenantContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class HostileHandlers extends HostileHandlersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class HostileOutput extends HostileOutputContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class HostileInput extends HostileInputContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Senders extends SendersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class HangingSenders extends HangingSendersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Stops extends StopsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Templates extends TemplatesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TemplateVersions extends TemplateVersionsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Recipients extends RecipientsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class SendMessage extends SendMessageContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Doubt extends DoubtContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class LastLook extends LastLookContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Upcoming extends UpcomingContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class DeadLetters extends DeadLettersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Addresses extends AddressesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class DigestParts extends DigestPartsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class MissedCopies extends CopiesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Suppressions extends SuppressionsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class GivenUp extends GivenUpContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Settling extends SettlingContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Proof extends ProofContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Deliveries extends DeliveriesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Inbound extends InboundContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Absences extends AbsencesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class HostAnswers extends HostAnswersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Notifications extends NotificationsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Retention extends RetentionContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class InstanceLists extends InstanceListsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Bulk extends BulkContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Explain extends ExplainContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Arrival extends ArrivalContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Terms extends TermsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Fallbacks extends FallbackContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Digests extends DigestContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class DigestTemplates extends DigestTemplateContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class DigestRaces extends DigestRaceContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Directory extends ActorDirectoryContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Allocation extends AllocationContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class AllocationNodes extends AllocationNodesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Substitutes extends SubstitutionContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskFindings extends FindingsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Previews extends PreviewsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Watchdog extends WatchdogContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Reports extends ReportsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Publications extends PublicationsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Routing extends RoutingContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Caps extends FrequencyCapContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class KilledWhileAsked extends KilledWhileAskedContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class RecordedActs extends RecordedActsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class SeenEverywhere extends SeenEverywhereContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ChannelLimits extends ChannelLimitsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TenantRules extends TenantRulesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class NotificationRules extends NotificationRulesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class CapRaces extends FrequencyCapRaceContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class QuoteTerms extends QuoteTermsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Windows extends WindowsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Visits extends VisitsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Schedules extends SchedulesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ScheduledTasks extends ScheduledTasksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class TaskStates extends TaskStatesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ScheduleNodes extends ScheduleNodesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class EarlyAnswers extends EarlyAnswersContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class CommandIds extends CommandIdsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Statistics extends StatisticsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class ControlFlowPatterns extends ControlFlowPatternsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Log extends LogContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Access extends AccessContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Joins extends JoinsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Principals extends PrincipalsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Coordination extends CoordinationContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Masks extends MasksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class EarlierEvents extends EarlierEventsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Locks extends LocksContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class LockNodes extends LockNodesContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Calendar extends CalendarContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Decisions extends DecisionsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Erasures extends ErasureContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class Holds extends HoldsContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }

  @Nested
  class EveryDoor extends EveryDoorContract {
    @Override
    protected WorkflowStore createStore() {
      return WorkflowEngineContract.this.createStore();
    }
  }
}
