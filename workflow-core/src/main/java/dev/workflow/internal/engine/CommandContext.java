package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.ConcurrencyKey;
import dev.workflow.internal.decide.DecisionContext;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.TaskAct;
import dev.workflow.internal.engine.StartRequest.Data;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The context of a command inside a transaction. */
public final class CommandContext {

  private final UnitOfWork unit;
  private final @Nullable DirectoryAnswers answers;

  CommandContext(UnitOfWork unit) {
    this(unit, null);
  }

  /**
   * @param answers what the host's directory says; null: nobody asks
   */
  CommandContext(UnitOfWork unit, @Nullable DirectoryAnswers answers) {
    this.unit = unit;
    this.answers = answers;
  }

  public StoreTransaction transaction() {
    return unit.transaction();
  }

  public EngineContext engine() {
    return unit.engine();
  }

  public Instant now() {
    return unit.now();
  }

  /** The tenant's workflows as they are now. */
  public TenantWorkflows workflows(TenantId tenant) {
    return unit.definitions().of(tenant);
  }

  public PublishReceipt accept(Event event) {
    return unit.intake().accept(event);
  }

  PublishReceipt accept(Event event, @Nullable EventPreparation foreseen) {
    return unit.intake().accept(event, foreseen);
  }

  /**
   * What led to events that come of these instances: the chain of automations to each, with itself
   * at the end. Those that are gone are left out.
   */
  public Map<InstanceKey, Cause> causes(Collection<InstanceKey> instances) {
    Map<InstanceKey, Cause> causes = new HashMap<>();
    if (!instances.isEmpty()) {
      for (StoredInstance stored : transaction().instances().read(instances)) {
        InstanceKey key = stored.row().key();
        causes.put(
            key, InstanceRowMapper.cause(stored).then(stored.row().workflow().key(), key.id()));
      }
    }
    return causes;
  }

  /**
   * An instance as it is now, locked.
   *
   * @throws NotFoundException if the tenant has none with this id
   */
  public Locked lock(TenantId tenant, InstanceId id) {
    InstanceUpdate working =
        unit.instances()
            .load(new InstanceKey(tenant, id))
            .orElseThrow(
                () -> new NotFoundException("tenant " + tenant + " has no instance " + id));
    return new Locked(unit, working, answers);
  }

  /** What a decision about a locked instance may know. */
  DecisionContext context(Locked locked) {
    return unit.context(locked.working);
  }

  /**
   * Tells those that wait for an instance that was cancelled without being read, and ends the
   * sub-workflows that its journal names.
   */
  void canceledUnread(StoredInstance stored, @Nullable String reason) {
    InstanceRow row = stored.row();
    for (InstanceKey child : UnreadChildren.of(unit.transaction(), stored)) {
      unit.reach()
          .end(
              child,
              Actor.ENGINE,
              "instance " + row.key().id() + ", which it belongs to, has ended");
    }
    String text = row.origin().parent();
    InstanceSnapshot.Parent parent = InstanceRowMapper.parent(text);
    if (parent != null) {
      InstanceInput ended =
          new InstanceInput.ChildEnded(
              parent.step(), row.key().id(), InstanceState.CANCELED, Json.object(), reason);
      unit.instances()
          .reach(new InstanceKey(row.key().tenant(), parent.instance()), ended)
          .ifPresent(waiting -> unit.handle(waiting, ended));
    }
    unit.locks().releaseUnread(stored);
    String key = row.origin().concurrencyKey();
    if (key != null) {
      unit.releaseQueue(row.key().tenant(), row.workflow().key(), key);
    }
  }

  /**
   * Starts a workflow by hand, as whoever starts it; empty if its concurrency policy is to skip and
   * one is active.
   */
  public Optional<InstanceId> start(
      TenantId tenant,
      StepTree workflow,
      @Nullable SubjectRef subject,
      JsonNode input,
      @Nullable String concurrencyKey,
      Actor actor) {
    return unit.starts()
        .start(
            new StartRequest(
                tenant, workflow, subject, Data.ofInput(input), concurrencyKey, actor, actor))
        .map(working -> working.key().id());
  }

  /**
   * The same with the concurrency key that its workflow says.
   *
   * @param principal as whom its actions act; null: as who published its version
   * @throws dev.workflow.WorkflowException before anything is changed, if the key cannot be worked
   *     out
   */
  public Optional<InstanceId> start(
      TenantId tenant,
      StepTree workflow,
      @Nullable SubjectRef subject,
      JsonNode input,
      Actor actor,
      @Nullable Actor principal) {
    InstanceSnapshot.Identity identity =
        new InstanceSnapshot.Identity(
            tenant,
            unit.newId(),
            workflow.definition().ref(),
            subject,
            null,
            input,
            null,
            null,
            new Cause(List.of()),
            now());
    String key = ConcurrencyKey.of(identity, unit.context(tenant, workflow));
    return unit.starts()
        .start(
            new StartRequest(tenant, workflow, subject, Data.ofInput(input), key, actor, principal))
        .map(working -> working.key().id());
  }

  /** An instance that does nothing before somebody begins it. */
  public InstanceId draft(
      TenantId tenant,
      StepTree workflow,
      @Nullable SubjectRef subject,
      JsonNode input,
      Actor actor) {
    return unit.starts()
        .draft(new StartRequest(tenant, workflow, subject, Data.ofInput(input), null, actor, actor))
        .key()
        .id();
  }

  /**
   * Starts a workflow again with what an instance was started with, and as the same principal;
   * empty as with {@link #start}.
   */
  public Optional<InstanceId> restart(
      InstanceSnapshot ended, Actor principal, StepTree workflow, Actor actor) {
    InstanceSnapshot.Identity was = ended.identity();
    InstanceSnapshot.Identity identity =
        new InstanceSnapshot.Identity(
            was.tenant(),
            unit.newId(),
            workflow.definition().ref(),
            was.subject(),
            was.event(),
            was.input(),
            null,
            null,
            new Cause(List.of()),
            now());
    String key = ConcurrencyKey.of(identity, unit.context(was.tenant(), workflow));
    return unit.starts()
        .start(
            new StartRequest(
                was.tenant(),
                workflow,
                was.subject(),
                new Data(null, was.event(), was.input(), was.id()),
                key,
                actor,
                principal))
        .map(working -> working.key().id());
  }

  /** A locked instance. */
  public static final class Locked {

    private final UnitOfWork unit;
    private final InstanceUpdate working;
    private final @Nullable DirectoryAnswers answers;
    private @Nullable StepKey onStep;
    private @Nullable String forWhom;
    private @Nullable Consumer<@Nullable JsonNode> before;

    Locked(UnitOfWork unit, InstanceUpdate working, @Nullable DirectoryAnswers answers) {
      this.unit = unit;
      this.working = working;
      this.answers = answers;
    }

    /**
     * The roles of an actor with regard to the instance. If they are not known, the change is begun
     * anew once they are: the host's directory is not asked while rows are locked.
     */
    public DirectoryAnswers.Answer roles(Actor actor) {
      if (answers == null) {
        throw new IllegalStateException("who asks for roles changes alone");
      }
      InstanceSnapshot.Identity identity = snapshot().identity();
      return answers.roles(identity.tenant(), actor, identity.subject());
    }

    public InstanceSnapshot snapshot() {
      return working.snapshot();
    }

    public StepTree tree() {
      return working.tree();
    }

    /** It goes on with another version; what follows happens. */
    public void migrate(StepTree others, InstanceInput.Reshape change) {
      reshape(others, change);
      unit.transaction().instances().setVersion(working.key(), others.definition().version());
    }

    /** Its steps become others; what follows happens. */
    public void reshape(StepTree others, InstanceInput.Reshape change) {
      working.reshape(others);
      unit.handle(working, change);
      unit.handle(working, new InstanceInput.Tick());
    }

    /** Notes that a command was given under an id. */
    public void receipt(InstanceInput.Receipt receipt) {
      unit.handle(working, receipt);
    }

    /**
     * Calls something once, before the first change.
     *
     * @param told takes the answer that is given; null: none is
     */
    public void beforeChange(Consumer<@Nullable JsonNode> told) {
      before = told;
    }

    private void changes(@Nullable JsonNode answer) {
      Consumer<@Nullable JsonNode> told = before;
      before = null;
      if (told != null) {
        told.accept(answer);
      }
    }

    /** For whom who is away it is changed; null: for whoever changes it. */
    public @Nullable String forWhom() {
      return forWhom;
    }

    /** Returns whether anything changed. */
    public boolean handle(InstanceInput input) {
      boolean early =
          input instanceof InstanceInput.OnTask on && on.act() instanceof TaskAct.AnswerEarly;
      changes(
          early ? ((TaskAct.AnswerEarly) ((InstanceInput.OnTask) input).act()).payload() : null);
      StepKey step = onStep;
      return unit.handle(
          working, step == null ? input : InstanceInput.OnBehalf.of(input, step, forWhom));
    }

    /** What follows is done for somebody who is away; null: for whoever does it. */
    public void onBehalf(StepKey step, @Nullable String absent) {
      onStep = step;
      forWhom = absent;
    }

    /** Who of the tenant is absent. */
    public Substitutions substitutions() {
      return unit.engine()
          .actors()
          .substitutions(unit.transaction(), snapshot().identity().tenant());
    }

    /**
     * Cancels it. Of one that is COMPLETED or has FAILED the messages that are still to be sent are
     * cancelled, and it is not retried any more.
     *
     * @throws dev.workflow.IllegalTransitionException if nothing of it is still to happen
     */
    public boolean cancel(Actor actor, @Nullable String reason) {
      return unit.handle(
          working,
          unit.reach().isUnfinished(working)
              ? new InstanceInput.EndSince(actor, reason == null ? "canceled" : reason)
              : new InstanceInput.Cancel(actor, reason));
    }

    /**
     * Lets it continue after a pause.
     *
     * @throws dev.workflow.IllegalTransitionException if it is not paused, or is a sub-workflow of
     *     an instance that is
     */
    public boolean resume(Actor by) {
      unit.pausing().refuseBelowPaused(working);
      return unit.handle(working, new InstanceInput.Resume(by));
    }

    /**
     * Lets it continue where it failed, with what failed together with it; returns which instances
     * go on.
     */
    public List<InstanceId> retry(Actor by) {
      changes(null);
      return new InstanceRetry(unit, by).retry(working);
    }

    /** Lets the step's handler make a result of a person's answer, which then happens. */
    public void answer(StepKey step, Actor actor, TaskAnswer answer) {
      changes(answer instanceof TaskAnswer.Done done ? done.payload() : null);
      TaskCompletion.answer(unit, working, step, actor, forWhom, answer);
    }
  }

  /** What somebody says to a step that waits for an answer. */
  public sealed interface TaskAnswer {

    /** It is done. */
    record Done(JsonNode payload) implements TaskAnswer {}

    /**
     * It cannot be done.
     *
     * @param code by which the workflow tells why; null: there is none
     */
    record CannotBeDone(String reason, @Nullable String code) implements TaskAnswer {}
  }
}
