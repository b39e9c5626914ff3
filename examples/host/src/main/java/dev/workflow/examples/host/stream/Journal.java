package dev.workflow.examples.host.stream;

import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.operations.ExecutionLog.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the acts in the histories of a tenant, which every node writes into the one database. An
 * act has the time at which its transaction began to write, and is seen when that has committed: so
 * every look goes back a while, and leaves out what was seen. Not thread-safe.
 */
final class Journal {

  /** How long a transaction may take to commit without its acts being missed. */
  static final Duration OVERLAP = Duration.ofSeconds(10);

  /** More than this at once is a gap. */
  private static final int MOST = 5_000;

  private static final int PAGE = 1_000;

  /** A change with its place. */
  record Act(Place place, Change change) {}

  /** What was found; a gap: there was more. */
  record Found(List<Act> acts, boolean gap) {}

  private final WorkflowEngine engine;
  private final TenantId tenant;
  private final Set<String> people;
  private final Map<String, Instant> seen = new LinkedHashMap<>();
  private Instant from;

  /**
   * @param people the types of actions that people do
   * @param from acts from then on are found
   */
  Journal(WorkflowEngine engine, TenantId tenant, Set<String> people, Instant from) {
    this.engine = engine;
    this.tenant = tenant;
    this.people = people;
    this.from = from;
  }

  /** The acts that were not found before, oldest first. */
  Found next() {
    ExecutionLog.Query query =
        ExecutionLog.Query.of(tenant).between(from, Instant.now().plus(Duration.ofHours(1)));
    List<Act> acts = new ArrayList<>();
    String cursor = null;
    do {
      Page<Entry> page = engine.log().search(query, cursor, PAGE);
      for (Entry entry : page.items()) {
        Act act = act(entry);
        if (seen.putIfAbsent(act.place().act(), act.place().at()) == null) {
          acts.add(act);
        }
      }
      cursor = page.next().orElse(null);
    } while (cursor != null && acts.size() < MOST);
    Collections.reverse(acts);
    forget();
    return new Found(acts, cursor != null);
  }

  private void forget() {
    Instant newest = Instant.now().minus(OVERLAP);
    if (newest.isAfter(from)) {
      from = newest;
      seen.values().removeIf(at -> at.isBefore(newest));
    }
  }

  private Act act(Entry entry) {
    HistoryEntry act = entry.act();
    String state = null;
    String done = null;
    boolean task = entry.action() != null && people.contains(entry.action());
    if (act instanceof HistoryEntry.StepMove move) {
      state = move.to().name();
    } else if (act instanceof HistoryEntry.InstanceMove move) {
      state = move.to().name();
    } else if (act instanceof HistoryEntry.TaskAct one) {
      done = one.act();
      task = true;
    }
    Change change =
        new Change(
            task ? "task" : "instance",
            act.instance().toString(),
            entry.workflow().key(),
            entry.subject(),
            entry.step(),
            state,
            done,
            null,
            act.at());
    return new Act(new Place(act.at(), act.instance() + "." + act.stamp().id()), change);
  }
}
