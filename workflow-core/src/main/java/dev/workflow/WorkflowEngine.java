package dev.workflow;

import dev.workflow.assignment.Assignments;
import dev.workflow.decision.Decisions;
import dev.workflow.expression.BusinessDays;
import dev.workflow.gallery.Gallery;
import dev.workflow.internal.EngineAssembly;
import dev.workflow.messaging.Messaging;
import dev.workflow.messaging.MessagingSetup;
import dev.workflow.operations.Actors;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.operations.Findings;
import dev.workflow.operations.SetAside;
import dev.workflow.preview.Previews;
import dev.workflow.retention.Retention;
import dev.workflow.ruleimport.NotificationRules;
import dev.workflow.schedule.Schedules;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ArchiveSink;
import dev.workflow.spi.DocumentProvider;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.FieldPolicy;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.PaymentProvider;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.RetentionPolicy;
import dev.workflow.spi.SecretSource;
import dev.workflow.spi.SignatureProvider;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.statistics.Statistics;
import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.EventCatalogs;
import dev.workflow.trigger.EventExplanation;
import dev.workflow.upcoming.UpcomingWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The engine, in the host's own process. One per database is enough; any number of them, in any
 * number of processes, share one database.
 *
 * <p>Thread-safe. {@link #start()} lets it work in the background; without that, accepted work
 * waits for another node or for {@link #runUntilIdle()}.
 */
public interface WorkflowEngine extends AutoCloseable {

  static Builder builder() {
    return new EngineAssembly();
  }

  /** Starts the background workers. Idempotent. */
  void start();

  /**
   * Runs everything that is due on the calling thread until nothing is: for tests, batch programs
   * and virtual time.
   *
   * @return how many instances and messages were touched
   * @throws IllegalStateException if the engine was started
   */
  int runUntilIdle();

  /** When something is due next, if ever: where a driver of virtual time may move the clock to. */
  Optional<Instant> nextDue();

  Definitions definitions();

  Events events();

  Instances instances();

  Tasks tasks();

  Actors actors();

  Assignments assignments();

  /** What starts by time: schedules of workflows, and scheduled tasks. */
  Schedules schedules();

  /** How long things stay, what may not be removed, and what is erased. */
  Retention retention();

  /** What is to come by time, as a calendar. */
  UpcomingWork upcoming();

  /** Messages, templates, consents and whatever else is about writing to people. */
  Messaging messaging();

  History history();

  /** What happened in all instances, to be searched and exported. */
  ExecutionLog log();

  /** Why things happened, and why others did not. */
  Decisions decisions();

  /** How many runs there were, what became of them and how long it took. */
  Statistics statistics();

  /** What somebody has to look at. */
  Findings findings();

  /** What a definition would have done with the past, and what its publication would change. */
  Previews previews();

  NotificationRules notificationRules();

  /** Templates of workflows: those of the engine, of a tenant, and those that others share. */
  Gallery gallery();

  /** What could not be read or written and was set aside. */
  SetAside setAside();

  /** Why each workflow would or would not start for an event. Changes nothing. */
  EventExplanation explain(Event event);

  /**
   * The same engine inside a transaction of the host: what is published, started, answered or sent
   * as a test through it exists if and only if that transaction commits. Use it on the
   * transaction's thread; it needs no closing.
   */
  Joined in(StoreTransaction transaction);

  /**
   * The same engine for a principal: every call asks the {@link AccessPolicy} first. Whoever calls
   * is the one who acts: an argument that names another as the actor is refused, and one that is
   * left out is the principal. What is refused throws {@link AccessDeniedException}; instances,
   * messages and schedules that the principal may not see are not there for it ({@link
   * NotFoundException}). Lists leave out what it may not see, so that a page may hold fewer than
   * asked for and yet have a next one; counts are refused to who may not see all that they count,
   * and operations on many to who may not change all that they may find.
   *
   * <p>It holds nothing and needs no closing; {@link #start()}, {@link #runUntilIdle()}, {@link
   * #nextDue()} and another {@link #as} are refused.
   *
   * @throws AccessDeniedException if the principal is {@link Actor#ENGINE}
   */
  WorkflowEngine as(Actor principal);

  /** What can be done inside a transaction of the host. */
  interface Joined {

    Definitions definitions();

    Events events();

    Instances instances();

    Tasks tasks();

    Actors actors();

    Schedules schedules();

    Gallery gallery();

    Messaging.Joined messaging();
  }

  /**
   * Lets running handlers finish (up to 30 seconds), hands leases back, and stops. Idempotent. The
   * store stays open.
   */
  @Override
  void close();

  /**
   * Builds an engine. Defaults: an in-memory store, the store's clock, an own executor (virtual
   * threads where the JVM has them, otherwise up to 64 threads), every tenant welcome, everybody in
   * every role, everybody allowed everything, no secrets, Monday to Friday as business days, the
   * built-in events, {@link EngineOptions#defaults()}, {@link TaskSettings#defaults()}; those of
   * messaging are at {@link MessagingSetup}. Not thread-safe.
   */
  interface Builder {

    Builder store(WorkflowStore store);

    /**
     * Registers a handler; it takes precedence over built-in and discovered ones of the same type.
     */
    Builder handler(ActionHandler handler);

    /**
     * What messaging works with: {@code builder.messaging(m -> m.sender(mail))}. Called at once;
     * may be given several times.
     */
    Builder messaging(Consumer<MessagingSetup> setup);

    /** Adds where documents are signed; see {@link SignatureProvider}. */
    Builder signatures(SignatureProvider provider);

    /** Adds where documents are uploaded; see {@link DocumentProvider}. */
    Builder documents(DocumentProvider provider);

    /** Adds where amounts are paid; see {@link PaymentProvider}. */
    Builder payments(PaymentProvider provider);

    /** The host's data for the built-in record actions. Without one those steps are BLOCKED. */
    Builder records(RecordGateway records);

    Builder tenants(TenantDirectory tenants);

    /**
     * Says who has which role. Without one every actor has every role, which a WARN says at build.
     */
    Builder actors(ActorDirectory actors);

    /**
     * Who may do what, for {@link WorkflowEngine#as} and for the actions that run. Without one
     * everybody may everything, which a WARN says at build.
     */
    Builder access(AccessPolicy policy);

    /** Which fields of records a principal may see and write; all, without one. */
    Builder fields(FieldPolicy policy);

    /** How long what is finished stays; for ever, without one. */
    Builder retention(RetentionPolicy policy);

    /** Where instances go before retention removes them; nowhere, without one. */
    Builder archive(ArchiveSink sink);

    Builder secrets(SecretSource secrets);

    /** Which days are worked, for all tenants alike. */
    Builder businessDays(BusinessDays businessDays);

    /** Which days are worked, by tenant; {@link #businessDays} for all alike. */
    Builder holidays(HolidayCalendar calendar);

    /**
     * The types of events there are, for {@link Definitions#warnings}; the built-in ones by
     * default. A strict catalogue also makes {@link Events#publish} and {@link Definitions#publish}
     * refuse what it does not know.
     */
    Builder catalog(EventCatalog catalog);

    /** The catalogues of tenants that have their own; {@link #catalog} for the others. */
    Builder catalogs(EventCatalogs catalogs);

    Builder listener(EngineListener listener);

    /** The time on which everything is decided; the store's clock by default. */
    Builder clock(InstantSource clock);

    /** Where handlers and senders run. They may block. */
    Builder executor(Executor executor);

    Builder options(EngineOptions options);

    /**
     * What holds for the steps that people do: {@code builder.tasks(t -> t.withClaimFor(...))}.
     * Called at once with what was set before; may be given several times.
     */
    Builder tasks(UnaryOperator<TaskSettings> settings);

    /**
     * Builds it.
     *
     * @throws WorkflowException if two handlers or senders of one name are registered, or one that
     *     was found cannot be loaded
     */
    WorkflowEngine build();
  }
}
