package dev.workflow.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.SubjectRef;
import dev.workflow.TaskSettings;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.action.BuiltInActions;
import dev.workflow.action.Providers;
import dev.workflow.internal.engine.Access;
import dev.workflow.internal.engine.EngineClock;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.FieldRights;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.internal.engine.Listeners;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.messaging.internal.MessagingAssembly;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.preview.PreviewedRun;
import dev.workflow.preview.PreviewedRun.PreviewedCall;
import dev.workflow.preview.internal.PretendedAction;
import dev.workflow.preview.internal.PretendedAction.Shape;
import dev.workflow.preview.internal.PretendedRecords;
import dev.workflow.preview.internal.PretendedSender;
import dev.workflow.preview.internal.Scene;
import dev.workflow.preview.internal.Stage;
import dev.workflow.retention.internal.RetentionModule;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.WorkflowStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenes in an engine of their own: a new store in memory, a clock of its own, no threads,
 * and neither handlers nor senders, providers, listeners or secrets of the host, none of which it
 * has. Thread-safe.
 */
final class PreviewStage implements Stage {

  /**
   * What it has of the host: what answers and changes nothing.
   *
   * @param reading reads records; null: the host has none
   * @param messaging what message steps work with, on a store
   * @param channels on which the host sends
   * @param actions what the host's own actions are like
   */
  record Sight(
      ActorDirectory actors,
      FieldRights fields,
      HolidayCalendar holidays,
      EngineContext.Catalogs catalogs,
      EngineOptions options,
      @Nullable Function<RecordGateway.ReadRequest, Map<SubjectRef, ObjectNode>> reading,
      Function<WorkflowStore, MessageStepContext> messaging,
      Set<String> channels,
      List<Shape> actions) {}

  private final Sight host;

  PreviewStage(Sight host) {
    this.host = host;
  }

  /** What an action is like, for those that do something outside. */
  static Optional<Shape> shape(ActionHandler handler) {
    boolean provider = BuiltInActions.asksOutside(handler);
    return BuiltInActions.contains(handler) && !provider
        ? Optional.empty()
        : Optional.of(
            new Shape(
                handler.type(),
                handler.performedByPeople(),
                provider,
                handler::escaping,
                handler::skipsMissing));
  }

  @Override
  public PreviewedRun play(Scene scene) {
    PreviewPlay play = new PreviewPlay(scene, host.fields().concern(scene.by()));
    try (WorkflowEngine engine = engine(scene, play)) {
      return play.on(engine);
    }
  }

  private WorkflowEngine engine(Scene scene, PreviewPlay play) {
    InMemoryWorkflowStore store = new InMemoryWorkflowStore(play.clock());
    MessageStepContext steps = host.messaging().apply(store);
    RecordGateway records =
        host.reading() == null
            ? null
            : new PretendedRecords(host.reading(), play.clock(), play::called);
    Map<String, ActionHandler> actions = new HashMap<>();
    BuiltInActions.all(records, steps, Providers.local())
        .forEach(action -> actions.put(action.type(), action));
    for (Shape shape : host.actions()) {
      actions.put(shape.type(), new PretendedAction(shape, scene.assumptions(), play::called));
    }
    Map<String, ChannelSender> senders = new HashMap<>();
    host.channels()
        .forEach(channel -> senders.put(channel, new PretendedSender(channel, play::sent)));
    TenantDirectory tenants =
        tenant -> tenant.equals(scene.tenant()) ? Optional.of(scene.settings()) : Optional.empty();
    EngineContext context =
        new EngineContext(
            new EngineContext.HostComponents(
                store,
                EngineClock.of(play.clock()),
                Handlers.only(actions),
                tenants,
                withPreviewer(host.actors()),
                new Access(null),
                host.fields(),
                (tenant, name) -> PreviewedCall.SECRET,
                host.holidays(),
                host.catalogs(),
                new Listeners(List.of()),
                host.options(),
                TaskSettings.defaults(),
                records),
            List.of(
                MessagingAssembly.without(steps, senders),
                scratch -> new RetentionModule(null, null)));
    return new DefaultEngine(
        context,
        Runnable::run,
        scenes -> {
          throw new IllegalStateException("a preview has no previews");
        });
  }

  /** Whoever answers in a preview may answer everything. */
  private static ActorDirectory withPreviewer(ActorDirectory directory) {
    return new ActorDirectory() {
      @Override
      public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
        return actor.equals(PreviewPlay.PREVIEWER)
            ? Set.of(ADMIN)
            : directory.roles(tenant, actor, subject);
      }

      @Override
      public Optional<Map<Membership, Set<Actor>>> eligible(
          TenantId tenant, Set<Membership> roles) {
        return directory.eligible(tenant, roles);
      }

      @Override
      public Map<Actor, com.fasterxml.jackson.databind.JsonNode> attributes(
          TenantId tenant, Set<Actor> actors) {
        return directory.attributes(tenant, actors);
      }
    };
  }
}
