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
  private final List<Act> beats;
  private final int length;
  private final WorldActs world;
  private int written;
  private @Nullable Verb last;

  Author(Story story) {
    this.random = new SplittableRandom(story.seed() ^ 0x5DEECE66DL);
    this.topics = story.topics();
    this.theme = story.theme();
    this.beats = new ArrayList<>(story.beats());
    this.length = beats.isEmpty() ? 12 + random.nextInt(40) : random.nextInt(12);
    choices.add(new Choice(10, stage -> Act.of(Verb.WORK, "")));
    world = new WorldActs(random, topics);
    world.addTo(this);
    new PeopleActs(random, topics).addTo(this);
    new MessageActs(random, topics).addTo(this);
    new CalendarActs(random, topics).addTo(this);
  }

  /** Something that may happen. */
  void may(int weight, Function<Stage, @Nullable Act> act) {
    choices.add(new Choice(weight, act));
  }

  @Override
  public @Nullable Act next(Stage stage) {
    if (!beats.isEmpty()) {
      return beat(stage);
    }
    if (written >= length) {
      return null;
    }
    written++;
    boolean first = last == null;
    Act act = first ? world.go(Cast.A) : some(stage);
    last = act.verb();
    return first ? act : faulty(act);
  }

  /** What the plot has next, seldom something else before. */
  private Act beat(Stage stage) {
    boolean beside = last != null && one(25);
    Act act = beside ? some(stage) : Plot.onStage(beats.remove(0), stage);
    last = act.verb();
    return act.fault() == Fault.NONE && one(3) ? faulty(act) : act;
  }

  private Act some(Stage stage) {
    if (last == Verb.ADVANCE && one(2)) {
      return Act.of(Verb.WORK, "");
    } else if (one(3) && stage.sight().instances().stream().noneMatch(Author::openInA)) {
      return world.begin();
    }
    Act act = one(2) ? null : ofTheme(stage);
    for (int i = 0; i < 8 && act == null; i++) {
      Act other = choice().act().apply(stage);
      act = other != null && fits(other) ? other : null;
    }
    return act == null ? Act.of(Verb.WORK, "") : act;
  }

  private @Nullable Act ofTheme(Stage stage) {
    Verb verb = theme.verb(random);
    for (int i = 0; i < 40 && verb != null; i++) {
      Act act = choice().act().apply(stage);
      if (act != null && (act.verb() == verb || (verb == Verb.CANCEL && act.ends()))) {
        return act;
      }
    }
    return null;
  }

  /** Little of what the story is not about, and nothing that is likely to come to nothing. */
  private boolean fits(Act act) {
    if (act.verb() == Verb.WORK && last == Verb.WORK) {
      return one(6);
    }
    return theme.fits(act) || one(4);
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private static boolean openInA(SeenInstance instance) {
    return Player.open(instance) && instance.row().key().tenant().equals(Cast.A);
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
    if (theme.often(Theme.STANDS) && act.verb() == Verb.WORK && random.nextInt(2) == 0) {
      return act.with(new Fault(Fault.Kind.STANDS_IN_CALL, 1 + random.nextInt(3)));
    }
    if (!topics.contains(Topic.CHAOS) || random.nextInt(5) > 0) {
      return act;
    }
    Fault.Kind[] kinds = Fault.Kind.values();
    return act.with(new Fault(kinds[1 + random.nextInt(kinds.length - 1)], 1 + random.nextInt(10)));
  }
}
