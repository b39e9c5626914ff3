package dev.workflow.condition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The rules for one type of event. Written by one thread, read by any.
 *
 * <p>Removed rules leave empty rows, words and slots behind. Once they outnumber the others, the
 * owner copies what lives into new rules, which keeps the cost of a removal constant on average.
 */
final class EventRules implements Bucket.Owner {

  private static final int ALLOWED_DEAD = 1_024;

  private final String type;
  private final SlotTable vocabulary = new SlotTable();
  private volatile Bucket root = Bucket.empty(this, 0);
  private volatile int nextOrder;
  private int live;
  private int nextLook = 512;

  EventRules(String type) {
    this.type = type;
  }

  /** The type of the events. */
  String type() {
    return type;
  }

  @Override
  public int depth() {
    return 0;
  }

  @Override
  public void replace(int place, Bucket bucket) {
    root = bucket;
  }

  /** Adds a rule behind all others. */
  Entry add(Object key, Condition condition) {
    List<Disjunct> disjuncts = Disjunct.of(condition.root());
    Entry head = null;
    for (int i = disjuncts.size() - 1; i >= 0; i--) {
      head = add(key, condition, disjuncts.get(i), head);
    }
    if (head == null) {
      throw new AssertionError("a condition without disjuncts");
    }
    live++;
    nextOrder = nextOrder + 1;
    if (live >= nextLook) {
      nextLook = 2 * live;
      balance();
    }
    return head;
  }

  /**
   * Rules that come in the order of their constants make a list of splits instead of a tree; in a
   * mixed order they do not. Looked at whenever their number has doubled.
   */
  private void balance() {
    int expected = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(live));
    if (root.height() > expected) {
      List<Row> rows = new ArrayList<>(root.all());
      Collections.shuffle(rows, new Random(live));
      root = Bucket.of(this, 0, Double.NaN, List.of(), rows);
    }
  }

  private Entry add(Object key, Condition condition, Disjunct disjunct, @Nullable Entry next) {
    List<Row.Bound> bounds = new ArrayList<>(disjunct.terms().size());
    Condition rest = disjunct.rest() == null ? null : new Condition(disjunct.rest());
    for (IndexTerm term : disjunct.terms()) {
      Row.Bound bound = vocabulary.bound(term);
      if (bound == null) {
        rest = condition;
      } else {
        bounds.add(bound);
      }
    }
    Entry entry = new Entry(key, condition, rest, nextOrder, this, next);
    root.add(new Row(entry, bounds));
    return entry;
  }

  /** Removes a rule by what adding it gave. */
  void remove(Entry head) {
    for (Entry entry = head; entry != null; entry = entry.next) {
      entry.clear();
    }
    live--;
  }

  boolean isEmpty() {
    return live == 0;
  }

  /** Whether copying the live rules is due. */
  boolean isWorn() {
    return nextOrder - live > live + ALLOWED_DEAD;
  }

  /** Leaves the rules that hold for an event in its hits. */
  void match(EventVector probe) {
    probe.start(nextOrder);
    vocabulary.read(probe);
    root.collect(probe);
    probe.settle();
  }
}
