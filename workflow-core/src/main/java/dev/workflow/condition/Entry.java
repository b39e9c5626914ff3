package dev.workflow.condition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A rule of an index, or one of its {@link Disjunct}s; those of a rule share their order. */
final class Entry {

  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Entry[].class);

  final Object key;
  final Condition condition;
  final @Nullable Condition rest;
  final int order;
  final EventRules rules;

  /** The next disjunct of the same rule. For the writer, as is what follows. */
  final @Nullable Entry next;

  private @Nullable Bucket bucket;
  private int index;

  Entry(
      Object key,
      Condition condition,
      @Nullable Condition rest,
      int order,
      EventRules rules,
      @Nullable Entry next) {
    this.key = key;
    this.condition = condition;
    this.rest = rest;
    this.order = order;
    this.rules = rules;
    this.next = next;
  }

  /** An element as the writer last left it; null for a rule that was removed. */
  static @Nullable Entry read(@Nullable Entry[] entries, int index) {
    return (Entry) ELEMENT.getVolatile(entries, index);
  }

  void moveTo(Bucket bucket, int index) {
    this.bucket = bucket;
    this.index = index;
  }

  /** Removes the entry from the place it was moved to. */
  void clear() {
    if (bucket != null) {
      ELEMENT.setVolatile(bucket.entries(), index, null);
    }
  }
}
