package dev.workflow.testkit.simulation.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a story while it is played, from its seed and from what is on the stage. */
final class Author implements Script {

  static final int SUBJECTS = 2;

  private record Choice(int weight, Function<Stage, @Nullable Act> act) {}

  private final SplittableRandom random;
  private final Set<Topic> topics;
  private final Theme theme;
  private final List<Choice> choices = new ArrayList<>();
  private final int length;
  private int written;

  Author(Story story) {
    this.random = new SplittableRandom(story.seed() ^ 0x5DEECE66DL);
    this.topics = story.topics();
    this.theme = story.theme();
    this.length = 12 + random.nextInt(40);
    choices.add(new Choice(10, stage -> Act.of(Verb.WORK, "")));
    new WorldActs(random, topics).addTo(this);
    new PeopleActs(random, topics).addTo(this);
    new MessageActs(random, topics).addTo(this);
  }

  /** Something that may happen. */
  void may(int weight, Function<Stage, @Nullable Act> act) {
    choices.add(new Choice(weight, act));
  }

  @Override
  public @Nullable Act next(Stage stage) {
    if (written >= length) {
      return null;
    }
    written++;
    if (written == 1) {
      return new WorldActs(random, topics).go(Cast.A);
    }
    for (int i = 0; i < 8; i++) {
      Act act = choice().act().apply(stage);
      if (act != null && (theme.fits(act) || random.nextInt(3) == 0)) {
        return faulty(act);
      }
    }
    return faulty(Act.of(Verb.WORK, ""));
  }

  private Choice choice() {
    int total = choices.stream().mapToInt(Choice::weight).sum();
    int at = random.nextInt(total);
    for (Choice choice : choices) {
      at -= choice.weight();
      if (at < 0) {
        return choice;
      }
    }
    throw new IllegalStateException("no choice");
  }

  private Act faulty(Act act) {
    if (!topics.contains(Topic.CHAOS) || random.nextInt(5) > 0) {
      return act;
    }
    Fault.Kind[] kinds = Fault.Kind.values();
    return act.with(new Fault(kinds[1 + random.nextInt(kinds.length - 1)], 1 + random.nextInt(10)));
  }
}
