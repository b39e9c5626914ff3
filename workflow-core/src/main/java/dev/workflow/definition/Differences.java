package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.DefinitionChange.StepAdded;
import dev.workflow.definition.DefinitionChange.StepMoved;
import dev.workflow.definition.DefinitionChange.StepRemoved;
import dev.workflow.definition.DefinitionChange.ValueChanged;
import dev.workflow.definition.StepPlaces.LocatedStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the differences of two documents. For one use by one thread. */
final class Differences {

  private static final String NO_LIST = "?";

  private final StepPlaces older;
  private final StepPlaces newer;

  /** The older list that became a newer one; lists of new branches are not in it. */
  private final Map<String, String> lists = new HashMap<>();

  private final List<DefinitionChange> changes = new ArrayList<>();
  private @Nullable LocatedStep place;

  Differences(ObjectNode older, ObjectNode newer) {
    this.older = new StepPlaces(older);
    this.newer = new StepPlaces(newer);
  }

  List<DefinitionChange> find() {
    newer.lists().keySet().forEach(list -> lists.put(list, list));
    for (LocatedStep now : newer.steps().values()) {
      LocatedStep before = older.steps().get(now.id());
      if (before != null) {
        StepPlaces.WITH_BRANCHES.forEach(kind -> branches(before, now, kind));
      }
    }
    values("", "", older.workflow(), newer.workflow());
    Set<String> moved = moved();
    for (LocatedStep now : newer.steps().values()) {
      compare(older.steps().get(now.id()), now, moved);
    }
    for (LocatedStep before : older.steps().values()) {
      if (!newer.steps().containsKey(before.id())) {
        changes.add(new StepRemoved(before.id(), before.pointer(), before.json()));
      }
    }
    return changes;
  }

  private void compare(@Nullable LocatedStep before, LocatedStep now, Set<String> moved) {
    if (before == null) {
      changes.add(new StepAdded(now.id(), now.pointer(), now.json()));
      return;
    }
    if (moved.contains(now.id())) {
      changes.add(new StepMoved(now.id(), before.pointer(), now.pointer()));
    }
    place = before;
    values(before.pointer(), now.pointer(), before.json(), now.json());
  }

  /** The steps that are in another list, or in another order within theirs. */
  private Set<String> moved() {
    Set<String> moved = new HashSet<>();
    newer
        .lists()
        .forEach(
            (list, ids) -> {
              List<String> before = older.ids(lists.getOrDefault(list, NO_LIST));
              Alignment order =
                  Alignment.of(
                      before.size(), ids.size(), (i, j) -> before.get(i).equals(ids.get(j)));
              for (int i = 0; i < ids.size(); i++) {
                if (order.partner(i) < 0 && older.steps().containsKey(ids.get(i))) {
                  moved.add(ids.get(i));
                }
              }
            });
    return moved;
  }

  private void branches(LocatedStep before, LocatedStep now, String kind) {
    String id = now.id();
    JsonNode branches = now.json().path(kind);
    Alignment order = branches(id, kind, before.json().path(kind), branches);
    for (int i = 0; i < branches.size(); i++) {
      String list = StepPlaces.branch(id, kind, i);
      if (order.partner(i) < 0) {
        lists.remove(list);
      } else {
        lists.put(list, StepPlaces.branch(id, kind, order.partner(i)));
      }
    }
  }

  /** Branches are the same if one of their steps is, or else what stands beside the steps. */
  private Alignment branches(String id, String kind, JsonNode before, JsonNode now) {
    return Alignment.of(
            before.size(),
            now.size(),
            (i, j) -> {
              List<String> was = older.ids(StepPlaces.branch(id, kind, i));
              List<String> is = newer.ids(StepPlaces.branch(id, kind, j));
              return was.isEmpty() || is.isEmpty()
                  ? was.equals(is) && before.get(i).equals(now.get(j))
                  : !Collections.disjoint(was, is);
            })
        .filled();
  }

  private void values(String was, String is, @Nullable JsonNode before, @Nullable JsonNode now) {
    if (before == null || now == null) {
      changes.add(new ValueChanged(step(), now == null ? was : is, before, now));
    } else if (before.isObject() && now.isObject()) {
      Set<String> keys = new LinkedHashSet<>();
      now.fieldNames().forEachRemaining(keys::add);
      before.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        String escaped = "/" + key.replace("~", "~0").replace("/", "~1");
        values(was + escaped, is + escaped, before.get(key), now.get(key));
      }
    } else if (before.isArray() && now.isArray()) {
      elements(was, is, before, now);
    } else if (!before.equals(now)) {
      changes.add(new ValueChanged(step(), is, before, now));
    }
  }

  private @Nullable String step() {
    return place == null ? null : place.id();
  }

  private void elements(String was, String is, JsonNode before, JsonNode now) {
    Alignment order = order(was, before, now);
    for (int i = 0; i < now.size(); i++) {
      int partner = order.partner(i);
      JsonNode old = partner < 0 ? null : before.get(partner);
      values(was + "/" + partner, is + "/" + i, old, now.get(i));
    }
    order.lost().forEach(i -> values(was + "/" + i, is, before.get(i), null));
  }

  private Alignment order(String was, JsonNode before, JsonNode now) {
    LocatedStep step = place;
    if (step != null) {
      for (String kind : StepPlaces.WITH_BRANCHES) {
        if (was.equals(step.pointer() + "/" + kind)) {
          return branches(step.id(), kind, before, now);
        }
      }
    }
    return Alignment.of(before.size(), now.size(), (i, j) -> before.get(i).equals(now.get(j)))
        .filled();
  }
}
