package dev.workflow.testkit.simulation.features;

import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The acts on what is to come by time, and on what is to stay or to go. */
final class CalendarActs {

  private final SplittableRandom random;
  private final Set<Topic> topics;

  CalendarActs(SplittableRandom random, Set<Topic> topics) {
    this.random = random;
    this.topics = topics;
  }

  void addTo(Author author) {
    if (topics.contains(Topic.CALENDAR)) {
      author.may(2, stage -> ofStep(stage, Verb.STEP_HOLD, ""));
      author.may(1, stage -> ofStep(stage, Verb.STEP_LET, ""));
      author.may(1, stage -> ofStep(stage, Verb.STEP_SKIP, ""));
      author.may(1, stage -> ofStep(stage, Verb.STEP_NOW, ""));
      author.may(2, stage -> ofStep(stage, Verb.STEP_MOVE, "PT" + random.nextInt(200) + "S"));
    }
    if (topics.contains(Topic.RETENTION)) {
      author.may(1, stage -> ofSubject(Verb.SUBJECT_HOLD));
      author.may(1, stage -> ofSubject(Verb.SUBJECT_FREE));
      author.may(1, stage -> ofSubject(Verb.ERASE));
      author.may(1, stage -> Act.of(Verb.PURGE, "a", Cast.ADMIN, ""));
    }
  }

  private Act ofSubject(Verb verb) {
    return Act.of(verb, "a/" + random.nextInt(Author.SUBJECTS), Cast.ADMIN, "");
  }

  private @Nullable Act ofStep(Stage stage, Verb verb, String argument) {
    List<String> possible = new ArrayList<>();
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.gone() || !instance.row().key().tenant().equals(Cast.A)) {
        continue;
      }
      for (StepRun run : instance.steps().values()) {
        boolean comes =
            run.dueAt() != null
                && (run.state() == StepState.READY || run.state() == StepState.IN_PROGRESS);
        if (comes || random.nextInt(12) == 0) {
          possible.add(instance.name() + "/" + run.key());
        }
      }
    }
    String by = random.nextInt(6) == 0 ? Cast.LAWYER : Cast.ADMIN;
    return possible.isEmpty()
        ? null
        : Act.of(verb, possible.get(random.nextInt(possible.size())), by, argument);
  }
}
