package dev.workflow.testkit;

import dev.workflow.EngineOptions;
import dev.workflow.TaskSettings;
import dev.workflow.WorkflowEngine;
import dev.workflow.expression.BusinessDays;
import dev.workflow.messaging.MessagingSetup;
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
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.EventCatalogs;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The engine's builder; recording senders replace the channels that get no other. */
final class KitBuilder implements WorkflowEngine.Builder {

  private final WorkflowEngine.Builder engine;
  private final Map<String, RecordingSender> recording;

  /**
   * @param recording by channel; a sender for one of them takes it out
   */
  KitBuilder(WorkflowEngine.Builder engine, Map<String, RecordingSender> recording) {
    this.engine = engine;
    this.recording = recording;
  }

  @Override
  public WorkflowEngine.Builder messaging(Consumer<MessagingSetup> setup) {
    engine.messaging(
        own -> setup.accept(new KitMessaging(own, sender -> recording.remove(sender.channel()))));
    return this;
  }

  @Override
  public WorkflowEngine build() {
    engine.messaging(own -> recording.values().forEach(own::sender));
    return engine.build();
  }

  @Override
  public WorkflowEngine.Builder store(WorkflowStore store) {
    engine.store(store);
    return this;
  }

  @Override
  public WorkflowEngine.Builder handler(ActionHandler handler) {
    engine.handler(handler);
    return this;
  }

  @Override
  public WorkflowEngine.Builder signatures(SignatureProvider provider) {
    engine.signatures(provider);
    return this;
  }

  @Override
  public WorkflowEngine.Builder documents(DocumentProvider provider) {
    engine.documents(provider);
    return this;
  }

  @Override
  public WorkflowEngine.Builder payments(PaymentProvider provider) {
    engine.payments(provider);
    return this;
  }

  @Override
  public WorkflowEngine.Builder holidays(HolidayCalendar calendar) {
    engine.holidays(calendar);
    return this;
  }

  @Override
  public WorkflowEngine.Builder records(RecordGateway records) {
    engine.records(records);
    return this;
  }

  @Override
  public WorkflowEngine.Builder tenants(TenantDirectory tenants) {
    engine.tenants(tenants);
    return this;
  }

  @Override
  public WorkflowEngine.Builder actors(ActorDirectory actors) {
    engine.actors(actors);
    return this;
  }

  @Override
  public WorkflowEngine.Builder access(AccessPolicy policy) {
    engine.access(policy);
    return this;
  }

  @Override
  public WorkflowEngine.Builder fields(FieldPolicy policy) {
    engine.fields(policy);
    return this;
  }

  @Override
  public WorkflowEngine.Builder retention(RetentionPolicy policy) {
    engine.retention(policy);
    return this;
  }

  @Override
  public WorkflowEngine.Builder archive(ArchiveSink sink) {
    engine.archive(sink);
    return this;
  }

  @Override
  public WorkflowEngine.Builder secrets(SecretSource secrets) {
    engine.secrets(secrets);
    return this;
  }

  @Override
  public WorkflowEngine.Builder businessDays(BusinessDays businessDays) {
    engine.businessDays(businessDays);
    return this;
  }

  @Override
  public WorkflowEngine.Builder catalog(EventCatalog catalog) {
    engine.catalog(catalog);
    return this;
  }

  @Override
  public WorkflowEngine.Builder catalogs(EventCatalogs catalogs) {
    engine.catalogs(catalogs);
    return this;
  }

  @Override
  public WorkflowEngine.Builder listener(EngineListener listener) {
    engine.listener(listener);
    return this;
  }

  @Override
  public WorkflowEngine.Builder clock(InstantSource clock) {
    engine.clock(clock);
    return this;
  }

  @Override
  public WorkflowEngine.Builder executor(Executor executor) {
    engine.executor(executor);
    return this;
  }

  @Override
  public WorkflowEngine.Builder tasks(UnaryOperator<TaskSettings> settings) {
    engine.tasks(settings);
    return this;
  }

  @Override
  public WorkflowEngine.Builder options(EngineOptions options) {
    engine.options(options);
    return this;
  }
}
