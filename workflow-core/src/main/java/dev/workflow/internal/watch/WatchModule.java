package dev.workflow.internal.watch;

import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.EngineModule;
import org.jspecify.annotations.Nullable;

/** The watchdog as a module of the engine. Immutable and thread-safe. */
public final class WatchModule implements EngineModule {

  private final EngineContext engine;

  public WatchModule(EngineContext engine) {
    this.engine = engine;
  }

  @Override
  public @Nullable BackgroundWork background(BackgroundWork.Host host) {
    return engine.options().watchInterval().isZero() ? null : new WatchWork(host);
  }
}
