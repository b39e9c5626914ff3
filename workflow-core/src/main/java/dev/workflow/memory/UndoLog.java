package dev.workflow.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** Changes maps and sets so that all of it can be taken back. */
final class UndoLog {

  private final Deque<Runnable> undo = new ArrayDeque<>();

  <K, V> @Nullable V put(Map<K, V> map, K key, V value) {
    V before = map.put(key, value);
    undo.push(
        () -> {
          if (before == null) {
            map.remove(key);
          } else {
            map.put(key, before);
          }
        });
    return before;
  }

  <K, V> @Nullable V remove(Map<K, V> map, K key) {
    V before = map.remove(key);
    if (before != null) {
      undo.push(() -> map.put(key, before));
    }
    return before;
  }

  <T> void add(NavigableSet<T> set, T element) {
    if (set.add(element)) {
      undo.push(() -> set.remove(element));
    }
  }

  <T> void remove(NavigableSet<T> set, T element) {
    if (set.remove(element)) {
      undo.push(() -> set.add(element));
    }
  }

  void rollback() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
