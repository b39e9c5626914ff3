package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of instances that are the same whenever a story is played: {@code a/main#1}. */
final class Names {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Map<InstanceKey, String> names = new HashMap<>();
  private final Map<String, InstanceKey> keys = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** Names what a transaction inserts. */
  void inserting(List<InstanceChange> changes) {
    for (InstanceChange change : changes) {
      InstanceKey key = change.key();
      if (change.kind() == InstanceChange.Kind.INSERT && !names.containsKey(key)) {
        String of = key.tenant() + "/" + change.row().workflow().key();
        String name = of + "#" + counts.merge(of, 1, Integer::sum);
        names.put(key, name);
        keys.put(name, key);
      }
    }
  }

  String name(InstanceKey key) {
    return names.getOrDefault(key, String.valueOf(key.id()));
  }

  @Nullable InstanceKey key(String name) {
    return keys.get(name);
  }

  /** The text with names instead of ids, other ids in the order of their appearance. */
  String readable(String text) {
    Map<String, String> byId = new HashMap<>();
    names.forEach((key, name) -> byId.put(String.valueOf(key.id()), name));
    List<String> others = new ArrayList<>();
    Matcher matcher = UUID.matcher(text);
    StringBuilder readable = new StringBuilder();
    while (matcher.find()) {
      String id = matcher.group();
      String name = byId.get(id);
      if (name == null) {
        if (!others.contains(id)) {
          others.add(id);
        }
        name = "id-" + (others.indexOf(id) + 1);
      }
      matcher.appendReplacement(readable, Matcher.quoteReplacement(name));
    }
    return matcher.appendTail(readable).toString();
  }
}
