package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many conditions by key and event type, and quickly those that hold for an event.
 *
 * <p>{@link #match} gives exactly the keys whose condition holds, in the order they were put. Any
 * number of threads may match while others put and remove. Writers wait for each other; a reader
 * waits for them only if, several times in a row, a key was replaced while it matched. A rule that
 * is put or removed while a match runs may count or not; one that is replaced counts once, with its
 * old or its new condition.
 *
 * @param <K> what identifies a condition; with {@code equals} and {@code hashCode}
 */
/*
 * How it works.
 *
 * Every leaf that compares a field with a constant by equality, order or prefix says the same
 * thing: a number lies between two others. Numbers are themselves; texts, truth values and null
 * have a code from a dictionary; a prefix is the code of the field's first characters. So an event
 * is read once into a vector of doubles, one for each aspect (slot) of the fields that some rule
 * looks at, and a rule is up to four bounds on slots plus whatever is left of its condition
 * (Disjunct). A disjunction becomes several such rules of one key; what has no bounds at all is
 * always evaluated.
 *
 * The rows of bounds lie one after the other in arrays, without pointers, and are scanned at a few
 * nanoseconds each (EventVector.scan). Scanning is all that happens while rules are few. Where more than
 * a handful share a bucket, the bucket is split by the slot that spares an event the most rows: by
 * hash of the value if the bounds are points, by a pivot if they are ranges (SplitPlan). The
 * buckets of a split are split again, by another slot as a rule, so an event descends only where
 * its own values lead. A row that a split cannot divide stays where it is. No split is planned
 * ahead and none is ever undone, except by copying everything after many removals (EventRules).
 *
 * Doubles do not tell all numbers apart. The bounds of a constant that is not the shortest decimal
 * of its double include too much, and its leaf is evaluated besides. For an event with such a
 * number all its hits are evaluated, and the number is the interval around its double (Numbers,
 * EventVector).
 *
 * One writer, readers without locks: rows are appended in place and become visible with the
 * bucket's size; all other changes replace a whole bucket by one write to its owner. A reader
 * ignores rules put after it began, whose slots it has not read. Replacing a key moves it between
 * buckets, where a reader could meet it twice or not at all: it counts replacements before and
 * after and starts again.
 */
public final class ConditionIndex<K> {

  private static final int ATTEMPTS = 4;

  private final Map<K, Entry> heads = new HashMap<>();
  private final Map<String, EventRules> types = new ConcurrentHashMap<>();
  private volatile int size;

  /** Odd while a key is being replaced. */
  private volatile long replacements;

  private ConditionIndex() {}

  /** An empty index. */
  public static <K> ConditionIndex<K> create() {
    return new ConditionIndex<>();
  }

  /**
   * Adds a condition, or replaces the one of the same key regardless of its event type. A replaced
   * condition counts as put last.
   */
  public synchronized void put(K key, String eventType, Condition condition) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(eventType, "eventType");
    Objects.requireNonNull(condition, "condition");
    if (heads.containsKey(key)) {
      long before = replacements;
      replacements = before + 1;
      try {
        remove(key);
        add(key, eventType, condition);
      } finally {
        replacements = before + 2;
      }
    } else {
      add(key, eventType, condition);
    }
  }

  private void add(K key, String eventType, Condition condition) {
    EventRules rules = types.computeIfAbsent(eventType, EventRules::new);
    heads.put(key, rules.add(key, condition));
    size = heads.size();
  }

  /** Removes a key's condition; returns whether there was one. */
  public synchronized boolean remove(K key) {
    Entry head = heads.remove(key);
    if (head == null) {
      return false;
    }
    EventRules rules = head.rules;
    rules.remove(head);
    if (rules.isEmpty()) {
      types.remove(rules.type());
    } else if (rules.isWorn()) {
      types.put(rules.type(), copy(rules));
    }
    size = heads.size();
    return true;
  }

  private EventRules copy(EventRules worn) {
    EventRules fresh = new EventRules(worn.type());
    heads.entrySet().stream()
        .filter(head -> head.getValue().rules == worn)
        .sorted(Comparator.comparingInt(head -> head.getValue().order))
        .forEach(head -> head.setValue(fresh.add(head.getKey(), head.getValue().condition)));
    return fresh;
  }

  /**
   * The keys whose condition holds for an event, in the order they were put. Unmodifiable.
   *
   * @param data the event's data; null are missing
   * @throws NotEvaluableException if a condition would take more work than all that are asked about
   *     one event may
   */
  public List<K> match(String eventType, @Nullable JsonNode data, EvaluationContext context) {
    EventVector probe = take(data, context);
    try {
      find(eventType, probe);
      probe.failIfNotEvaluable();
      Matches hits = probe.hits();
      if (hits.size() == 0) {
        return List.of();
      }
      List<K> keys = new ArrayList<>(hits.size());
      for (int i = 0; i < hits.size(); i++) {
        keys.add(key(hits, i));
      }
      return Collections.unmodifiableList(keys);
    } finally {
      probe.finish();
    }
  }

  /**
   * Gives the keys that {@link #match} would give to an action, one after the other, and creates
   * nothing for it. The action may use the index: what it changes counts from the next event on. If
   * it throws, the keys left are not given.
   *
   * @param data the event's data; null are missing
   * @throws NotEvaluableException as {@link #match} does
   */
  public void forEachMatch(
      String eventType,
      @Nullable JsonNode data,
      EvaluationContext context,
      Consumer<? super K> action) {
    EventVector probe = take(data, context);
    try {
      find(eventType, probe);
      probe.failIfNotEvaluable();
      give(probe, action);
    } finally {
      probe.finish();
    }
  }

  /**
   * For a caller that continues when some conditions would take more work than all that are asked
   * about one event may: nobody knows whether those hold.
   *
   * @param notEvaluable is given their keys, after those that match, in no order
   */
  @SuppressWarnings("unchecked")
  public void forEachMatch(
      String eventType,
      @Nullable JsonNode data,
      EvaluationContext context,
      Consumer<? super K> action,
      Consumer<? super K> notEvaluable) {
    EventVector probe = take(data, context);
    try {
      find(eventType, probe);
      give(probe, action);
      probe.notEvaluable().stream().distinct().forEach(key -> notEvaluable.accept((K) key));
    } finally {
      probe.finish();
    }
  }

  private void give(EventVector probe, Consumer<? super K> action) {
    Matches hits = probe.hits();
    for (int i = 0; i < hits.size(); i++) {
      action.accept(key(hits, i));
    }
  }

  private static EventVector take(@Nullable JsonNode data, EvaluationContext context) {
    return EventVector.take(data == null ? MissingNode.getInstance() : data, context);
  }

  @SuppressWarnings("unchecked")
  private K key(Matches hits, int index) {
    return (K) hits.key(index);
  }

  /** Leaves in the probe what holds, of a moment at which no key was being replaced. */
  private void find(String eventType, EventVector probe) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long before = replacements;
      if ((before & 1) == 0) {
        findOnce(eventType, probe);
        if (replacements == before) {
          return;
        }
      }
    }
    synchronized (this) {
      findOnce(eventType, probe);
    }
  }

  private void findOnce(String eventType, EventVector probe) {
    EventRules rules = types.get(eventType);
    if (rules == null) {
      probe.hits().clear();
    } else {
      rules.match(probe);
    }
  }

  /** How many conditions there are. */
  public int size() {
    return size;
  }
}
