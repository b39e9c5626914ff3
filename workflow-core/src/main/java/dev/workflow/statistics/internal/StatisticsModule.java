package dev.workflow.statistics.internal;

import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.EngineModule;
import dev.workflow.internal.engine.SideRowWriter;
import dev.workflow.spi.store.StoreTransaction;
import org.jspecify.annotations.Nullable;

/** Statistics as a module of the engine. Immutable and thread-safe. */
public final class StatisticsModule implements EngineModule {

  private final EngineContext engine;

  public StatisticsModule(EngineContext engine) {
    this.engine = engine;
  }

  @Override
  public BackgroundWork background(BackgroundWork.Host host) {
    return new StatisticsWork(engine);
  }

  @Override
  public @Nullable SideRowWriter sideRows(StoreTransaction transaction) {
    return transaction.statistics().areKept()
        ? (rows, change, now) -> rows.withFacts(new InstanceFacts(engine, change).text())
        : null;
  }
}
