package dev.workflow.retention.internal;

import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineModule;
import dev.workflow.spi.ArchiveSink;
import dev.workflow.spi.RetentionPolicy;
import org.jspecify.annotations.Nullable;

/** Retention as a module of the engine. Immutable and thread-safe. */
public final class RetentionModule implements EngineModule {

  private final @Nullable RetentionPolicy policy;
  private final @Nullable ArchiveSink sink;

  /**
   * @param policy null: nothing is removed by itself
   * @param sink where instances go before they are removed; null: nowhere
   */
  public RetentionModule(@Nullable RetentionPolicy policy, @Nullable ArchiveSink sink) {
    this.policy = policy;
    this.sink = sink;
  }

  @Nullable RetentionPolicy policy() {
    return policy;
  }

  @Nullable ArchiveSink sink() {
    return sink;
  }

  @Override
  public BackgroundWork background(BackgroundWork.Host host) {
    return new RetentionWork(host, policy, sink);
  }
}
