package dev.workflow.examples.reliability;

import dev.workflow.Event;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Threads of a host that publish one event after the other, each until it is acknowledged. */
final class Publishers implements AutoCloseable {

  static final int THREADS = 4;

  private static final Kind KIND = Kind.STARTED.get(0);
  private static final int MESSAGE_LENGTH = 80;

  private final WorkflowEngine engine;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Kind> accepted = new ConcurrentHashMap<>();
  private final Set<String> clear = ConcurrentHashMap.newKeySet();
  private final Set<String> unclear = ConcurrentHashMap.newKeySet();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private volatile boolean over;

  Publishers(WorkflowEngine engine) {
    this.engine = engine;
  }

  void start() {
    for (int i = 0; i < THREADS; i++) {
      String name = "host-" + i;
      Thread thread = new Thread(() -> publish(name), name);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void publish(String name) {
    for (int i = 0; !over; i++) {
      Event event = KIND.event(name + "-" + i);
      boolean done = false;
      while (!done && !over) {
        done = acknowledged(event);
      }
    }
  }

  private boolean acknowledged(Event event) {
    long began = System.nanoTime();
    try {
      engine.events().publish(event);
      accepted.put(String.valueOf(event.id()), KIND);
      acknowledged.incrementAndGet();
      return true;
    } catch (StoreUnavailableException e) {
      clear.add(shortened(e));
      refused.incrementAndGet();
    } catch (RuntimeException e) {
      unclear.add(shortened(e));
      refused.incrementAndGet();
    } finally {
      longestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    }
    return false;
  }

  private static String shortened(RuntimeException e) {
    String text = e.getClass().getSimpleName() + ": " + e.getMessage();
    String general = text.replaceAll("\\d+", "n");
    return general.substring(0, Math.min(MESSAGE_LENGTH, general.length()));
  }

  /** How many calls have ended, with an error or well. */
  long ended(boolean withError) {
    return withError ? refused.get() : acknowledged.get();
  }

  long refusals() {
    return refused.get();
  }

  double longestSeconds() {
    return longestNanos.get() / 1e9;
  }

  /** The errors that say that the database is away. */
  Set<String> clear() {
    return Set.copyOf(clear);
  }

  /** The other ones. */
  Set<String> unclear() {
    return Set.copyOf(unclear);
  }

  Map<String, Kind> accepted() {
    return Map.copyOf(accepted);
  }

  void stop() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
