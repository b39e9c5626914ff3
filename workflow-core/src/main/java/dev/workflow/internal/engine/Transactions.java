package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way commands and queries reach the store: in transactions of the engine, or in one of the
 * host. Thread-safe in the first form.
 */
public sealed interface Transactions {

  EngineContext engine();

  /** Changes instances; durable when it returns, or when the host's transaction commits. */
  <T> T change(Change<T> change);

  /**
   * A change that finds what it did before: it runs again when it may have been committed or not.
   */
  <T> T repeatableChange(Change<T> change);

  /**
   * A change in which the host's code runs: in a transaction of its own on the caller's thread, so
   * that nothing else waits for it. What it needs to know from the host's directory is asked before
   * the transaction, or it is begun anew with the answer.
   */
  <T> T changeAlone(Change<T> change);

  /**
   * The same for somebody's command to an instance: what roles they have is asked before the
   * transaction, so that it need not be begun anew.
   */
  <T> T changeAlone(InstanceKey instance, Actor actor, Change<T> change);

  /** Those that read in a transaction that is open. */
  default Transactions joined(StoreTransaction transaction) {
    return new HostTransactions(engine(), transaction, work -> {});
  }

  /** A transaction that reads, or writes rows that are not instances. */
  <T> T transact(Function<StoreTransaction, T> change);

  /**
   * A change inside a transaction. May run more than once; throws before it has changed anything,
   * or not at all.
   */
  @FunctionalInterface
  interface Change<T> {
    T in(CommandContext work);

    /** Whose events it publishes, if it does. */
    default Optional<TenantId> publishes() {
      return Optional.empty();
    }
  }

  /** The engine's own transactions, many changes in each. */
  final class EngineTransactions implements Transactions {

    private final EngineContext engine;
    private final Committer committer;
    private final OutsideTransaction outside;
    private final InstanceSubjects subjects;

    EngineTransactions(EngineContext engine, Committer committer, OutsideTransaction outside) {
      this.engine = engine;
      this.subjects = new InstanceSubjects(engine.store());
      this.committer = committer;
      this.outside = outside;
    }

    @Override
    public EngineContext engine() {
      return engine;
    }

    @Override
    public <T> T change(Change<T> change) {
      outside.look();
      Command<T> command = new Command<>(change, false, committer);
      committer.submitAwaited(command);
      return result(command);
    }

    @Override
    public <T> T repeatableChange(Change<T> change) {
      outside.look();
      Command<T> command = new Command<>(change, true, committer);
      committer.submitAwaited(command);
      return result(command);
    }

    @Override
    public <T> T changeAlone(Change<T> change) {
      outside.look();
      return alone(new DirectoryAnswers(engine.actors()), change);
    }

    @Override
    public <T> T changeAlone(InstanceKey instance, Actor actor, Change<T> change) {
      outside.look();
      DirectoryAnswers answers = new DirectoryAnswers(engine.actors());
      answers.expect(instance.tenant(), actor, () -> subjects.of(instance));
      return alone(answers, change);
    }

    private <T> T alone(DirectoryAnswers known, Change<T> change) {
      return known.with(
          answers -> {
            Command<T> command = new Command<>(change, false, committer, answers);
            committer.runAlone(command);
            return result(command);
          });
    }

    private <T> T result(Command<T> command) {
      try {
        return command.result.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          cause.addSuppressed(new WorkflowException("called from here"));
          if (cause instanceof UnreadableException found) {
            engine.setAsides().cameUpon(found);
          }
          throw cause;
        }
        throw e;
      }
    }

    @Override
    public <T> T transact(Function<StoreTransaction, T> change) {
      return engine.store().transact(change::apply);
    }
  }

  /** A transaction of the host. */
  final class HostTransactions implements Transactions {

    private final EngineContext engine;
    private final StoreTransaction transaction;
    private final Consumer<UnitOfWork> afterCommit;

    HostTransactions(
        EngineContext engine, StoreTransaction transaction, Consumer<UnitOfWork> afterCommit) {
      this.engine = engine;
      this.transaction = transaction;
      this.afterCommit = afterCommit;
    }

    @Override
    public EngineContext engine() {
      return engine;
    }

    @Override
    public <T> T change(Change<T> change) {
      UnitOfWork work =
          new UnitOfWork(engine, transaction, UnitOfWork.ELSEWHERE, UnitOfWork.Repeats.LOOKED_UP)
              .ofHost();
      T result =
          new DirectoryAnswers(engine.actors())
              .with(answers -> change.in(new CommandContext(work, answers)));
      try {
        work.flush();
      } catch (StaleWriteException e) {
        throw new dev.workflow.ConflictException(
            "the instance was changed by a running step at the same moment; roll the transaction"
                + " back and try again");
      }
      transaction.afterCommit(() -> afterCommit.accept(work));
      return result;
    }

    @Override
    public <T> T repeatableChange(Change<T> change) {
      return change(change);
    }

    @Override
    public <T> T changeAlone(Change<T> change) {
      return change(change);
    }

    /** What is read once in a transaction of the host is not read again in it. */
    @Override
    public <T> T changeAlone(InstanceKey instance, Actor actor, Change<T> change) {
      return change(change);
    }

    @Override
    public <T> T transact(Function<StoreTransaction, T> change) {
      return change.apply(transaction);
    }
  }

  /** One command on its way through the committer. */
  final class Command<T> implements Committer.Unit {

    private final Change<T> change;
    private final boolean repeatable;
    private final Committer committer;
    private final @Nullable DirectoryAnswers answers;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable T value;
    private @Nullable WorkflowException refused;

    /** Whether its tenant's share of the transaction was spent before its turn came. */
    private boolean deferred;

    Command(Change<T> change, boolean repeatable, Committer committer) {
      this(change, repeatable, committer, null);
    }

    Command(
        Change<T> change,
        boolean repeatable,
        Committer committer,
        @Nullable DirectoryAnswers answers) {
      this.answers = answers;
      this.committer = committer;
      this.change = change;
      this.repeatable = repeatable;
    }

    @Override
    public Optional<TenantId> publishes() {
      return change.publishes();
    }

    @Override
    public boolean repeatable() {
      return repeatable;
    }

    @Override
    public void apply(UnitOfWork work) {
      refused = null;
      deferred = publishes().filter(tenant -> !work.affords(tenant)).isPresent();
      if (deferred) {
        return;
      }
      try {
        value = change.in(new CommandContext(work, answers));
      } catch (StoreException e) {
        throw e;
      } catch (WorkflowException e) {
        refused = e;
      }
    }

    @Override
    public void committed(UnitOfWork work, Set<InstanceKey> fenced) {
      if (deferred) {
        committer.submitNext(this);
      } else if (refused != null) {
        result.completeExceptionally(refused);
      } else {
        result.complete(value);
      }
    }

    @Override
    public void failed(RuntimeException reason) {
      result.completeExceptionally(reason);
    }
  }
}
