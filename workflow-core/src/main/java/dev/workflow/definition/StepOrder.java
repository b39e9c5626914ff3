package dev.workflow.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which steps must have ended before others can begin: those before them in their lists and around
 * them, all that is inside those, and those that they wait for.
 */
final class StepOrder {

  /** That a step begins, or that it ends. */
  private record Moment(String step, boolean end) {}

  private final Map<String, StepSpot> spots;
  private final Map<String, Set<String>> after;

  /**
   * @param after for which steps each step waits
   */
  StepOrder(Map<String, StepSpot> spots, Map<String, Set<String>> after) {
    this.spots = spots;
    this.after = after;
  }

  /** The steps that wait on the way from the begin of a step back to it; empty: there is none. */
  List<String> circle(String step) {
    Moment begin = new Moment(step, false);
    Map<Moment, Moment> cameFrom = new HashMap<>();
    Deque<Moment> open = new ArrayDeque<>(List.of(begin));
    while (!open.isEmpty()) {
      Moment moment = open.poll();
      for (Moment earlier : earlier(moment)) {
        if (earlier.equals(begin)) {
          return way(step, moment, cameFrom);
        }
        if (cameFrom.putIfAbsent(earlier, moment) == null) {
          open.add(earlier);
        }
      }
    }
    return List.of();
  }

  private List<String> way(String step, Moment last, Map<Moment, Moment> cameFrom) {
    List<String> way = new ArrayList<>();
    for (@Nullable Moment at = last; at != null; at = cameFrom.get(at)) {
      if (!at.end() && after.containsKey(at.step()) && !at.step().equals(step)) {
        way.add(0, at.step());
      }
    }
    way.add(0, step);
    way.add(step);
    return way;
  }

  private Set<Moment> earlier(Moment moment) {
    StepSpot spot = spots.get(moment.step());
    Set<Moment> earlier = new LinkedHashSet<>();
    if (spot == null) {
      return earlier;
    }
    if (moment.end()) {
      earlier.add(new Moment(moment.step(), false));
      for (List<Step> list : spot.step().nested()) {
        list.forEach(inner -> earlier.add(new Moment(inner.id(), true)));
      }
      return earlier;
    }
    after.getOrDefault(moment.step(), Set.of()).forEach(id -> earlier.add(new Moment(id, true)));
    if (spot.before() != null) {
      earlier.add(new Moment(spot.before().id(), true));
    }
    StepSpot around = spot.around();
    if (around != null) {
      earlier.add(new Moment(around.step().id(), spot.list() == StepSpot.ON_FAILURE));
    }
    return earlier;
  }
}
