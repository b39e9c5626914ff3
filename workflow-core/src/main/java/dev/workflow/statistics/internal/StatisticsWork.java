package dev.workflow.statistics.internal;

import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.PollingThread;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Counts in the background, a second after the other at most, so that there is much to count at
 * once. An engine that is run by {@code runUntilIdle()} counts when it is asked. Thread-safe.
 */
final class StatisticsWork implements BackgroundWork {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final PollingThread counting;

  StatisticsWork(EngineContext engine) {
    Counting facts = new Counting(engine.store());
    Duration poll = engine.options().pollInterval();
    this.counting =
        new PollingThread(
            "workflow-statistics",
            poll.compareTo(PAUSE) < 0 ? PAUSE : poll,
            () -> facts.count() == Counting.PORTION);
  }

  @Override
  public List<PollingThread> threads() {
    return List.of(counting);
  }

  @Override
  public void wake() {}

  @Override
  public void renew() {}

  @Override
  public int runDue() {
    return 0;
  }

  @Override
  public boolean runWhenIdle() {
    return false;
  }

  @Override
  public Optional<Instant> nextDue(StoreTransaction transaction) {
    return Optional.empty();
  }

  @Override
  public void finish() {}
}
