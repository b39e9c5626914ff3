package dev.workflow.examples.host.stream;

import dev.workflow.Definitions;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.examples.host.engine.Rights;
import dev.workflow.examples.host.engine.jobs.Jobs;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.spi.AccessPolicy.Right;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The open streams of this node. One thread follows the journal of each tenant that somebody
 * listens to, whatever the number of streams. Streams close before the web server stops, which
 * would wait for them.
 */
@Component
class Streams implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Streams.class);
  private static final long EVERY_MILLIS = 300;
  private static final Duration BEAT = Duration.ofSeconds(15);

  /** A client that was away for longer reads everything again. */
  private static final Duration LONGEST_AWAY = Duration.ofMinutes(10);

  private final WorkflowEngine engine;
  private final Rights rights;
  private final Jobs jobs;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Map<TenantId, Followed> tenants = new HashMap<>();
  private final ExecutorService senders =
      Executors.newCachedThreadPool(work -> daemon(work, "stream"));
  private @Nullable ScheduledExecutorService poller;
  private @Nullable ScheduledFuture<?> polling;
  private Instant beatAt = Instant.MIN;

  /** What is followed of a tenant. */
  private record Followed(Journal journal, Glances glances) {}

  Streams(WorkflowEngine engine, Rights rights, Jobs jobs) {
    this.engine = engine;
    this.rights = rights;
    this.jobs = jobs;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens a stream.
   *
   * @param last the place up to which the client has seen everything; null: it begins now
   */
  SseEmitter open(Caller caller, @Nullable Place last) {
    SseEmitter emitter = new SseEmitter(0L);
    Listener listener = new Listener(caller, rights, emitter, senders);
    emitter.onCompletion(listener::gone);
    emitter.onError(e -> listener.gone());
    Instant now = Instant.now();
    // What commits meanwhile is found by the journal, too: twice is better than never.
    listeners.add(listener);
    if (last == null) {
      listener.offer(Place.of(now), Change.plain("hello", null, now));
    } else if (last.at().isBefore(now.minus(LONGEST_AWAY))) {
      listener.offer(Place.of(now), Change.plain("gap", null, now));
    } else {
      senders.execute(() -> replay(listener, last));
    }
    return emitter;
  }

  private void replay(Listener listener, Place last) {
    Journal missed =
        new Journal(
            engine,
            listener.caller().tenant(),
            people(listener.caller().tenant()),
            last.at().minus(Journal.OVERLAP));
    Journal.Found found = missed.next();
    if (found.gap()) {
      listener.offer(Change.plain("gap", null, Instant.now()));
    }
    for (Journal.Act act : found.acts()) {
      if (!act.place().equals(last)) {
        listener.offer(act);
      }
    }
    for (String topic : List.of("message", "event", "schedule", "definition", "finding", "job")) {
      glance(listener, Change.plain(topic, null, Instant.now()));
    }
  }

  private void glance(Listener listener, Change change) {
    if (rights.has(listener.caller(), Right.SEE, null, null)) {
      listener.offer(change);
    }
  }

  private Set<String> people(TenantId tenant) {
    return engine.definitions().actions(tenant).stream()
        .filter(Definitions.ActionType::performedByPeople)
        .map(Definitions.ActionType::type)
        .collect(Collectors.toSet());
  }

  private void poll() {
    try {
      listeners.removeIf(Listener::closed);
      Map<TenantId, List<Listener>> byTenant =
          listeners.stream().collect(Collectors.groupingBy(one -> one.caller().tenant()));
      tenants.keySet().retainAll(byTenant.keySet());
      byTenant.forEach(this::poll);
      Instant now = Instant.now();
      if (now.isAfter(beatAt)) {
        beatAt = now.plus(BEAT);
        listeners.forEach(Listener::beat);
      }
    } catch (RuntimeException e) {
      log.warn("The journal cannot be followed for now; the streams stay open", e);
    }
  }

  private void poll(TenantId tenant, List<Listener> some) {
    Followed followed =
        tenants.computeIfAbsent(
            tenant,
            one ->
                new Followed(
                    new Journal(engine, one, people(one), Instant.now().minus(Journal.OVERLAP)),
                    new Glances(engine, one)));
    Journal.Found found = followed.journal().next();
    for (Listener listener : some) {
      if (found.gap()) {
        listener.offer(Change.plain("gap", null, Instant.now()));
      }
      found.acts().forEach(listener::offer);
    }
    for (Change change : followed.glances().next(Instant.now())) {
      some.forEach(listener -> glance(listener, change));
    }
    for (Listener listener : some) {
      jobs.changed(listener.caller(), Instant.now().minus(Duration.ofSeconds(1)))
          .forEach(
              job ->
                  listener.offer(
                      new Change(
                          "job",
                          null,
                          null,
                          null,
                          null,
                          job.state().name(),
                          null,
                          job.id().toString(),
                          job.updatedAt())));
    }
  }

  @Override
  public void start() {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "journal"));
    polling =
        thread.scheduleWithFixedDelay(
            this::poll, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    poller = thread;
  }

  @Override
  public void stop() {
    ScheduledExecutorService thread = poller;
    if (polling != null) {
      polling.cancel(false);
    }
    if (thread != null) {
      thread.shutdownNow();
      poller = null;
    }
    listeners.forEach(Listener::close);
    listeners.clear();
  }

  @Override
  public boolean isRunning() {
    return poller != null;
  }

  /** Stopped before everything else. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
