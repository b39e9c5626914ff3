package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a story begins with.
 *
 * @param theme what it leans towards
 * @param documents the workflows of the tenant to which things happen, by key, in the order of
 *     their publishing
 * @param beats what happens in its {@link Plot}, in order; empty: it has none
 */
record Story(
    long seed, Set<Topic> topics, Theme theme, Map<String, ObjectNode> documents, List<Act> beats) {

  private static final int TOPICS_AT_MOST = 9;
  private static final int BESIDE_THE_THEME = 2;

  /**
   * @param about what it may be about
   */
  static Story of(long seed, Set<Topic> about) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Topic> possible = List.copyOf(about);
    Plot plot = Plot.of(seed, about);
    if (plot != null) {
      return of(plot, seed, random, possible);
    }
    Theme theme = Theme.of(Math.floorDiv(seed, 2), about);
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    topics.addAll(theme.topics());
    int number =
        topics.isEmpty()
            ? 3 + random.nextInt(TOPICS_AT_MOST - 2)
            : random.nextInt(BESIDE_THE_THEME + 1);
    for (int i = 0; i < number && !possible.isEmpty(); i++) {
      topics.add(possible.get(random.nextInt(possible.size())));
    }
    add(topics, possible, Topic.HANDLING, Topic.MESSAGES);
    add(topics, possible, Topic.BULK, Topic.FAILURE);
    add(topics, possible, Topic.PAUSING, Topic.TIMES);
    return new Story(seed, topics, theme, new Documents(random, topics, theme).random(), List.of());
  }

  /** Half of the stories with a plot are about something else too. */
  private static Story of(Plot plot, long seed, SplittableRandom random, List<Topic> possible) {
    Telling telling = new Telling(random);
    plot.tells().accept(telling);
    Set<Topic> topics = EnumSet.copyOf(plot.topics());
    if (random.nextInt(2) == 0) {
      topics.add(possible.get(random.nextInt(possible.size())));
    }
    return new Story(seed, topics, Theme.NONE, telling.documents(), telling.acts());
  }

  /** One topic needs another to come to bear. */
  private static void add(Set<Topic> topics, List<Topic> possible, Topic one, Topic needed) {
    if (topics.contains(one) && possible.contains(needed)) {
      topics.add(needed);
    }
  }

  /** The same with other workflows. */
  Story with(Map<String, ObjectNode> others) {
    return new Story(seed, topics, theme, new LinkedHashMap<>(others), beats);
  }
}
