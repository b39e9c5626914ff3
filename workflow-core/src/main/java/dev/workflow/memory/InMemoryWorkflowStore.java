package dev.workflow.memory;

import dev.workflow.gallery.spi.GalleryRows;
import dev.workflow.ruleimport.spi.ImportedRuleRows;
import dev.workflow.spi.store.AbsenceRows;
import dev.workflow.spi.store.ActorRows;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.BreakerRows;
import dev.workflow.spi.store.ConsentRows;
import dev.workflow.spi.store.DefinitionRows;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.FindingRows;
import dev.workflow.spi.store.HoldRows;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.LimitRows;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.RecipientRows;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.SetAsideRows;
import dev.workflow.spi.store.StatisticsRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.SuppressionRows;
import dev.workflow.spi.store.TemplateRows;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A store in memory: everything is gone with the process. Transactions run one at a time; one that
 * throws leaves no trace. Thread-safe.
 */
public final class InMemoryWorkflowStore implements WorkflowStore {

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Tables tables = new Tables();

  /** A store whose clock is the system's. */
  public InMemoryWorkflowStore() {
    this(InstantSource.system());
  }

  /** A store with a clock of its own. */
  public InMemoryWorkflowStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    List<Runnable> afterCommit;
    T result;
    lock.lock();
    try {
      Transaction transaction = new Transaction();
      boolean committed = false;
      try {
        result = work.in(transaction);
        committed = true;
      } finally {
        if (!committed) {
          transaction.undo.rollback();
        }
      }
      afterCommit = transaction.afterCommit;
    } finally {
      lock.unlock();
    }
    afterCommit.forEach(Runnable::run);
    return result;
  }

  @Override
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public String describe() {
    return "memory";
  }

  @Override
  public void close() {}

  private final class Transaction implements StoreTransaction {

    private final UndoLog undo = new UndoLog();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final MemoryMessages messages = new MemoryMessages(tables, undo);
    private final MemoryInstances instances = new MemoryInstances(tables, undo, messages);

    @Override
    public DefinitionRows definitions() {
      return new MemoryDefinitions(tables, undo);
    }

    @Override
    public EventRows events() {
      return new MemoryEvents(tables, undo);
    }

    @Override
    public InstanceRows instances() {
      return instances;
    }

    @Override
    public MessageRows messages() {
      return messages;
    }

    @Override
    public MessageLinks messageLinks() {
      return new MemoryMessageLinks(tables, messages);
    }

    @Override
    public <T> Optional<T> extension(Class<T> type) {
      if (type == ImportedRuleRows.class) {
        return Optional.of(type.cast(new MemoryImportedRules(tables, undo)));
      }
      return type == GalleryRows.class
          ? Optional.of(type.cast(new MemoryGallery(tables, undo)))
          : Optional.empty();
    }

    @Override
    public AssignmentRows assignments() {
      return new MemoryAssignments(tables, undo);
    }

    @Override
    public TemplateRows templates() {
      return new MemoryTemplates(tables, undo);
    }

    @Override
    public LimitRows limits() {
      return new MemoryLimits(tables, undo);
    }

    @Override
    public BreakerRows breakers() {
      return new MemoryBreakers(tables, undo);
    }

    @Override
    public SuppressionRows suppressions() {
      return new MemorySuppressions(tables, undo);
    }

    @Override
    public ConsentRows consents() {
      return new MemoryConsents(tables, undo);
    }

    @Override
    public HoldRows holds() {
      return new MemoryHolds(tables, undo);
    }

    @Override
    public FindingRows findings() {
      return new MemoryFindings(tables, undo);
    }

    @Override
    public ActorRows actors() {
      return new MemoryActors(tables, undo);
    }

    @Override
    public AbsenceRows absences() {
      return new MemoryAbsences(tables, undo);
    }

    @Override
    public ScheduleRows schedules() {
      return new MemorySchedules(tables, undo);
    }

    @Override
    public StatisticsRows statistics() {
      return new MemoryStatistics(tables, undo);
    }

    @Override
    public DeliveryRows deliveries() {
      return new MemoryDeliveries(tables, undo, messages);
    }

    @Override
    public SetAsideRows setAside() {
      return new MemorySetAside(tables, undo);
    }

    @Override
    public RecipientRows recipients() {
      return new MemoryRecipients(messages);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      throw new UnsupportedOperationException(
          "the in-memory store has no "
              + type.getName()
              + "; transactional handlers that use a database need workflow-jdbi");
    }

    @Override
    public void afterCommit(Runnable action) {
      afterCommit.add(action);
    }
  }
}
