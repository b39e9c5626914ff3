package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.internal.decide.ConditionExits;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.RecordFacts;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.trigger.TenantWorkflows;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks the exits that are conditions once more before something of an instance leaves the engine,
 * over records that are read for it. Instances of workflows without such exits cost nothing.
 *
 * <p>Thread-safe. Outside of transactions: it calls the host.
 */
public final class ExitLook {

  /** What was found. */
  public sealed interface Verdict {}

  /** Nothing speaks against it. */
  public record GoAhead() implements Verdict {}

  /** The instance is over. */
  public record Over(String reason) implements Verdict {}

  /** Nobody knows for now. */
  public record Unknown(String reason) implements Verdict {}

  private static final Verdict GO_AHEAD = new GoAhead();

  private final EngineContext engine;
  private final Transactions transactions;
  private final Timeouts timeouts;

  ExitLook(EngineContext engine, Transactions transactions, Timeouts timeouts) {
    this.engine = engine;
    this.transactions = transactions;
    this.timeouts = timeouts;
  }

  /** Whether something of an instance may leave. One that is to end is ended. */
  public Verdict at(InstanceKey key, String workflow) {
    if (!workflows(key.tenant()).exitsByCondition(workflow)) {
      return GO_AHEAD;
    }
    return engine
        .store()
        .transact(transaction -> transaction.instances().read(List.of(key)).stream().findFirst())
        .map(this::at)
        .orElse(GO_AHEAD);
  }

  private TenantWorkflows workflows(TenantId tenant) {
    return engine
        .workflows()
        .known(tenant)
        .orElseGet(
            () ->
                engine.store().transact(transaction -> engine.workflows().of(transaction, tenant)));
  }

  private Verdict at(StoredInstance stored) {
    InstanceUpdate.Stored known = InstanceRowMapper.stored(engine.events(), stored);
    InstanceKey key = stored.row().key();
    StepTree tree =
        engine
            .store()
            .transact(transaction -> engine.workflows().tree(transaction, known.snapshot()));
    if (known.snapshot().over()) {
      return new Over("its instance was cancelled or has exited");
    }
    ConditionExits exits =
        new ConditionExits(known.snapshot(), engine.context(key.tenant(), tree, engine.now()));
    if (!exits.any()) {
      return GO_AHEAD;
    }
    RecordFacts read;
    try {
      RecordQuery.Asker asker =
          new RecordQuery.Asker(key.tenant(), tree.principal(known.snapshot().identity()));
      read = read(asker, exits.missing());
    } catch (IllegalStateException e) {
      return new Unknown(String.valueOf(e.getMessage()));
    }
    if (read.fault() != null) {
      return new Unknown("whether it is to end is not known: " + read.fault().reason());
    }
    Optional<String> holding = exits.holding(read);
    holding.ifPresent(reason -> end(key, reason));
    return holding.<Verdict>map(Over::new).orElse(GO_AHEAD);
  }

  private RecordFacts read(RecordQuery.Asker asker, RecordFacts.Question question) {
    if (question.isEmpty()) {
      return RecordFacts.NONE;
    }
    AtomicReference<RecordFacts> read = new AtomicReference<>(RecordFacts.NONE);
    new RecordQuery(engine, asker, answer -> read.set(answer.to(question)))
        .ask(timeouts, question.records().values());
    return Objects.requireNonNull(read.get());
  }

  private void end(InstanceKey key, String reason) {
    transactions.change(
        work -> work.lock(key.tenant(), key.id()).handle(new InstanceInput.ExitHolds(reason)));
  }
}
