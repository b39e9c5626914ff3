package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What nodes tell one another of a tenant from look to look, kept as the state of a limit: when the
 * next look is, what each node lacks, since when no node has something, and how much was overdue.
 * Whoever has locked it changes it; used by one thread.
 */
final class WatchState {

  /** Nodes that have not looked for so many intervals count no more. */
  private static final int INTERVALS = 3;

  private static final int MOST_NODES = 50;

  private final ObjectNode json;

  private WatchState(ObjectNode json) {
    this.json = json;
  }

  /** What {@link #text} gave; anything else is as if nothing were known. */
  static WatchState read(String text) {
    return new WatchState(
        !text.isEmpty() && Json.read(text) instanceof ObjectNode known ? known : Json.object());
  }

  String text() {
    return Json.write(json);
  }

  private static Instant time(JsonNode value) {
    return value.isIntegralNumber() ? Instant.ofEpochSecond(value.longValue()) : Instant.MIN;
  }

  /** Whether the next look is due. */
  boolean isDue(Instant now) {
    return !now.isBefore(time(json.path("next")));
  }

  void nextAt(Instant at) {
    json.put("next", at.getEpochSecond());
  }

  /** A node tells what it lacks. */
  void tell(String node, Missing missing, Instant now, Duration interval) {
    ObjectNode nodes = json.withObject("/nodes");
    Instant oldest = now.minus(interval.multipliedBy(INTERVALS));
    for (Iterator<JsonNode> known = nodes.elements(); known.hasNext(); ) {
      if (time(known.next().path("at")).isBefore(oldest)) {
        known.remove();
      }
    }
    if (nodes.size() < MOST_NODES || nodes.has(node)) {
      ObjectNode own = nodes.putObject(node).put("at", now.getEpochSecond());
      own.set("actions", Samples.json(missing.actions()));
      own.set("channels", Samples.json(missing.channels()));
    }
  }

  List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    json.path("nodes").fieldNames().forEachRemaining(nodes::add);
    return nodes;
  }

  /**
   * What none of the nodes has, and did not have at an earlier look either: a node that has it may
   * only just have begun.
   */
  Missing missing(Instant now) {
    return new Missing(missing("actions", now), missing("channels", now));
  }

  private Set<String> missing(String what, Instant now) {
    Set<String> everywhere = null;
    for (JsonNode node : json.path("nodes")) {
      Set<String> here = new TreeSet<>();
      node.path(what).forEach(name -> here.add(name.asText()));
      if (everywhere == null) {
        everywhere = here;
      } else {
        everywhere.retainAll(here);
      }
    }
    Set<String> lacked = everywhere == null ? Set.of() : everywhere;
    ObjectNode since = json.withObject("/since").withObject("/" + what);
    List<String> gone = new ArrayList<>();
    since.fieldNames().forEachRemaining(name -> gone.add(name));
    gone.removeAll(lacked);
    since.remove(gone);
    Set<String> confirmed = new TreeSet<>();
    for (String name : lacked) {
      if (!since.has(name)) {
        since.put(name, now.getEpochSecond());
      } else if (time(since.get(name)).isBefore(now.minusSeconds(1))) {
        confirmed.add(name);
      }
    }
    return confirmed;
  }

  GrowingBacklog.Before before(String what) {
    JsonNode known = json.path("overdue").path(what);
    return new GrowingBacklog.Before(
        known.path("count").asLong(), known.path("growing").asBoolean());
  }

  void overdue(Map<String, GrowingBacklog.Before> now) {
    ObjectNode overdue = json.putObject("overdue");
    now.forEach(
        (what, one) ->
            overdue.putObject(what).put("count", one.count()).put("growing", one.growing()));
  }
}
