package dev.workflow.schedule.internal;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.EngineModule;
import dev.workflow.internal.engine.SideRowWriter;
import dev.workflow.spi.store.StoreTransaction;

/** Schedules as a module of the engine. Immutable and thread-safe. */
public final class ScheduleModule implements EngineModule {

  private final EngineContext engine;

  public ScheduleModule(EngineContext engine) {
    this.engine = engine;
  }

  @Override
  public BackgroundWork background(BackgroundWork.Host host) {
    return new ScheduleWork(host);
  }

  @Override
  public SideRowWriter sideRows(StoreTransaction transaction) {
    return new TickNews(transaction);
  }

  @Override
  public void workflowChanged(StoreTransaction transaction, TenantId tenant, String workflow) {
    new TriggerSchedules(engine, transaction).follow(tenant, workflow);
  }
}
