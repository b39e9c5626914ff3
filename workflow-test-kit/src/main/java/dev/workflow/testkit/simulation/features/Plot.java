package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.store.MessageRow;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two features meet on purpose: some workflows and the order in which things happen, and everything
 * else at random. Every other story has one, so that what random acts bring about once in thousands
 * of stories comes again every few dozen.
 *
 * @param topics what else may happen in its stories
 * @param tells writes its workflows and its acts, somewhat different ones each time
 */
record Plot(String name, Set<Topic> topics, Consumer<Telling> tells) {

  private static final List<Plot> ALL =
      Stream.of(
              EndingPlots.ALL,
              PausePlots.ALL,
              PeoplePlots.ALL,
              FailurePlots.ALL,
              TroublePlots.ALL,
              LinkPlots.ALL,
              CalendarPlots.ALL,
              RetentionPlots.ALL,
              RecordPlots.ALL)
          .flatMap(List::stream)
          .toList();

  static Plot of(String name, Set<Topic> topics, Consumer<Telling> tells) {
    return new Plot(name, topics, tells);
  }

  static List<Plot> all() {
    return ALL;
  }

  /** The plot of a story; null: it has none. Seeds that follow one another go round all of them. */
  static @Nullable Plot of(long seed, Set<Topic> about) {
    List<Plot> possible = ALL.stream().filter(one -> about.containsAll(one.topics())).toList();
    return possible.isEmpty() || Math.floorMod(seed, 2) == 0
        ? null
        : possible.get((int) Math.floorMod(Math.floorDiv(seed, 2), (long) possible.size()));
  }

  /** An act with the step or message it is about named as it is called by now. */
  static Act onStage(Act act, Stage stage) {
    String step = act.step();
    SeenInstance instance = step.isEmpty() ? null : stage.sight().find(act.instance());
    if (instance == null) {
      return act;
    }
    int at = act.target().lastIndexOf('!');
    Stream<String> known =
        at < 0
            ? instance.steps().keySet().stream()
            : stage.sight().messages(instance).stream()
                .map(MessageRow::origin)
                .map(MessageRow.Origin::step)
                .filter(name -> name != null);
    String number = at < 0 ? "" : act.target().substring(at);
    return known
        .filter(name -> Outline.id(name).equals(Outline.id(step)))
        .findFirst()
        .map(name -> act.about(act.instance() + "/" + name + number))
        .orElse(act);
  }

  @Override
  public String toString() {
    return name;
  }
}
