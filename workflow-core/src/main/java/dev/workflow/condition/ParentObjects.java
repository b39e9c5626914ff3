package dev.workflow.condition;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ParentObject}s of a condition, one for each object that holds fields of its leaves.
 */
final class ParentObjects {

  /** Longer paths have too many rivals. */
  private static final int MAX_SEGMENTS = 6;

  private final Map<List<String>, Set<String>> rivals = new HashMap<>();
  private final Map<List<String>, ParentObject> holders = new HashMap<>();

  private ParentObjects() {}

  static ParentObjects of(Node root) {
    ParentObjects holders = new ParentObjects();
    holders.collect(root);
    return holders;
  }

  private void collect(Node node) {
    if (node instanceof Node.And and) {
      and.children().forEach(this::collect);
    } else if (node instanceof Node.Or or) {
      or.children().forEach(this::collect);
    } else if (node instanceof Node.Not not) {
      collect(not.child());
    } else if (node instanceof Node.Leaf leaf && isHeld(leaf.field())) {
      collect(leaf.field());
    }
  }

  private static boolean isHeld(FieldPath field) {
    return field.length() > 1 && field.length() <= MAX_SEGMENTS && !field.namesMany();
  }

  private void collect(FieldPath field) {
    for (int end = 1; end < field.length(); end++) {
      Set<String> keys = rivals.computeIfAbsent(field.first(end), place -> new LinkedHashSet<>());
      for (int to = end + 1; to <= field.length(); to++) {
        keys.add(field.key(end - 1, to));
      }
    }
  }

  /** The holder of a leaf's field; null if the leaf looks it up by itself. */
  @Nullable ParentObject of(FieldPath field) {
    if (!isHeld(field)) {
      return null;
    }
    ParentObject holder = ParentObject.ROOT;
    for (int end = 1; end < field.length(); end++) {
      ParentObject above = holder;
      String key = field.key(end - 1, end);
      holder =
          holders.computeIfAbsent(
              field.first(end),
              place -> new ParentObject(above, key, rivals.getOrDefault(place, Set.of())));
    }
    return holder;
  }
}
