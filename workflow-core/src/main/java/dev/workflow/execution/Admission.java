package dev.workflow.execution;

import dev.workflow.TenantId;
import dev.workflow.instance.Stimulus;
import dev.workflow.instance.Surroundings;
import dev.workflow.instance.Turn;
import dev.workflow.instance.Turns;
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
 * Gives the instances of one transaction their turns. All of them together, just before they are
 * written: the rows of the limits are locked in the order of their keys, so that nodes do not wait
 * for each other in a circle, and for a moment only.
 */
final class Admission {

  private final UnitOfWork work;
  private final Set<InstanceKey> given = new HashSet<>();

  Admission(UnitOfWork work) {
    this.work = work;
  }

  private record Waiting(Working working, List<Turns.Limit> limits, int passed) {}

  /** Returns whether there was anybody to give a turn. */
  boolean giveTurns() {
    List<Waiting> waiting = waiting();
    if (waiting.isEmpty()) {
      return false;
    }
    Map<LimitKey, TurnLog> logs = lock(waiting);
    for (Waiting one : waiting) {
      given.add(one.working().key());
      work.stimulate(one.working(), turn(one, logs));
    }
    Map<LimitKey, String> states = new HashMap<>();
    logs.forEach((key, log) -> states.put(key, log.text()));
    work.transaction().limits().put(states);
    return true;
  }

  private List<Waiting> waiting() {
    List<Waiting> waiting = new ArrayList<>();
    for (Working working : work.workings()) {
      boolean begun = !working.decided() || !working.snapshot().steps().isEmpty();
      if (!begun && !given.contains(working.key())) {
        Surroundings around = work.surroundings(working);
        List<Turns.Limit> limits = Turns.ahead(working.snapshot(), around);
        if (!limits.isEmpty()) {
          waiting.add(new Waiting(working, limits, Turns.passed(working.snapshot(), around)));
        }
      }
    }
    return waiting;
  }

  private Map<LimitKey, TurnLog> lock(List<Waiting> waiting) {
    TreeSet<LimitKey> keys = new TreeSet<>();
    waiting.forEach(one -> one.limits().forEach(limit -> keys.add(key(one.working(), limit))));
    Map<LimitKey, TurnLog> logs = new HashMap<>();
    work.transaction()
        .limits()
        .lock(keys)
        .forEach((key, state) -> logs.put(key, TurnLog.read(state)));
    return logs;
  }

  private static LimitKey key(Working working, Turns.Limit limit) {
    TenantId tenant = working.key().tenant();
    return switch (limit.scope()) {
      case WORKFLOW -> new LimitKey(tenant, "workflow:" + working.tree().definition().key());
      case TENANT -> new LimitKey(tenant, "tenant");
    };
  }

  private Stimulus turn(Waiting waiting, Map<LimitKey, TurnLog> logs) {
    int passed = waiting.passed();
    Instant begins = work.now();
    for (Turns.Limit limit : waiting.limits()) {
      passed++;
      begins = log(waiting.working(), limit, logs).give(limit.rate(), work.now());
      if (begins.isAfter(work.now())) {
        return turn(passed, begins, limit.reason());
      }
    }
    return turn(passed, begins, null);
  }

  private static TurnLog log(Working working, Turns.Limit limit, Map<LimitKey, TurnLog> logs) {
    return logs.computeIfAbsent(key(working, limit), key -> TurnLog.read(""));
  }

  private static Stimulus turn(int passed, Instant begins, @Nullable String reason) {
    return new Stimulus.GiveTurn(new Turn(passed, begins), reason);
  }
}
