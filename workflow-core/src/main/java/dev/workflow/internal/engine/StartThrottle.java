package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.internal.decide.DecisionContext;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StartLimits;
import dev.workflow.internal.decide.StartPermit;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.LimitRows.LimitKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives the instances of one transaction their permits. All of them together, just before they are
 * written: the rows of the limits are locked in the order of their keys, so that nodes do not wait
 * for each other in a circle, and for a moment only.
 */
final class StartThrottle {

  private final UnitOfWork work;
  private final Set<InstanceKey> given = new HashSet<>();

  StartThrottle(UnitOfWork work) {
    this.work = work;
  }

  private record Waiting(InstanceUpdate working, List<StartLimits.Limit> limits, int passed) {}

  /** Returns whether there was anybody to give a permit. */
  boolean givePermits() {
    List<Waiting> waiting = waiting();
    if (waiting.isEmpty()) {
      return false;
    }
    Map<LimitKey, RateWindow> logs = lock(waiting);
    for (Waiting one : waiting) {
      given.add(one.working().key());
      work.handle(one.working(), permit(one, logs));
    }
    Map<LimitKey, String> states = new HashMap<>();
    logs.forEach((key, log) -> states.put(key, log.text()));
    work.transaction().limits().put(states);
    return true;
  }

  private List<Waiting> waiting() {
    List<Waiting> waiting = new ArrayList<>();
    for (InstanceUpdate working : work.instances().all()) {
      boolean begun = !working.decided() || !working.snapshot().steps().isEmpty();
      if (!begun && !given.contains(working.key())) {
        DecisionContext around = work.context(working);
        List<StartLimits.Limit> limits = StartLimits.ahead(working.snapshot(), around);
        if (!limits.isEmpty()) {
          waiting.add(new Waiting(working, limits, StartLimits.passed(working.snapshot(), around)));
        }
      }
    }
    return waiting;
  }

  private Map<LimitKey, RateWindow> lock(List<Waiting> waiting) {
    TreeSet<LimitKey> keys = new TreeSet<>();
    waiting.forEach(one -> one.limits().forEach(limit -> keys.add(key(one.working(), limit))));
    Map<LimitKey, RateWindow> logs = new HashMap<>();
    work.transaction()
        .limits()
        .lock(keys)
        .forEach((key, state) -> logs.put(key, RateWindow.read(state)));
    return logs;
  }

  private static LimitKey key(InstanceUpdate working, StartLimits.Limit limit) {
    TenantId tenant = working.key().tenant();
    return switch (limit.scope()) {
      case WORKFLOW -> new LimitKey(tenant, "workflow:" + working.tree().definition().key());
      case TENANT -> new LimitKey(tenant, "tenant");
    };
  }

  private InstanceInput permit(Waiting waiting, Map<LimitKey, RateWindow> logs) {
    int passed = waiting.passed();
    Instant begins = work.now();
    for (StartLimits.Limit limit : waiting.limits()) {
      passed++;
      begins = log(waiting.working(), limit, logs).give(limit.rate(), work.now());
      if (begins.isAfter(work.now())) {
        return permit(passed, begins, limit.reason());
      }
    }
    return permit(passed, begins, null);
  }

  private static RateWindow log(
      InstanceUpdate working, StartLimits.Limit limit, Map<LimitKey, RateWindow> logs) {
    return logs.computeIfAbsent(key(working, limit), key -> RateWindow.read(""));
  }

  private static InstanceInput permit(int passed, Instant begins, @Nullable String reason) {
    return new InstanceInput.GrantStart(new StartPermit(passed, begins), reason);
  }
}
