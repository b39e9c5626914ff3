package dev.workflow.observe;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps every observation that has stopped, as a tracer would. */
final class Observed implements ObservationHandler<Observation.Context> {

  private final ConcurrentLinkedQueue<Observation.Context> stopped = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  final List<Thread> scopes = new CopyOnWriteArrayList<>();

  @Override
  public void onStart(Observation.Context context) {
    open.incrementAndGet();
  }

  @Override
  public void onScopeOpened(Observation.Context context) {
    scopes.add(Thread.currentThread());
  }

  @Override
  public void onScopeClosed(Observation.Context context) {
    scopes.remove(Thread.currentThread());
  }

  @Override
  public void onStop(Observation.Context context) {
    stopped.add(context);
    open.decrementAndGet();
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return true;
  }

  int open() {
    return open.get();
  }

  List<Observation.Context> named(String name) {
    return stopped.stream().filter(context -> name.equals(context.getName())).toList();
  }

  static @Nullable String parent(Observation.Context context) {
    ObservationView parent = context.getParentObservation();
    return parent == null ? null : parent.getContextView().getName();
  }

  static String high(Observation.Context context, String key) {
    return context.getHighCardinalityKeyValue(key).getValue();
  }

  static String low(Observation.Context context, String key) {
    return context.getLowCardinalityKeyValue(key).getValue();
  }
}
