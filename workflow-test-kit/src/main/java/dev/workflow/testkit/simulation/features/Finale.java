package dev.workflow.testkit.simulation.features;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The end of every story: the host's code works, what failed is mended and retried, what was paused
 * or held continues, every task is answered, and time passes until nothing is left to be done.
 */
final class Finale {

  private static final int ROUNDS = 150;
  private static final int RETRIES = 3;
  private static final int WAITS = 8;

  private final Stage stage;
  private final boolean patient;
  private final boolean heals;
  private final Consumer<Act> perform;
  private final Map<SeenInstance, Integer> retries = new HashMap<>();

  /**
   * @param story in half of the stories time passes first, as long as something is due, and nobody
   *     helps: limits are reached, and what is paused stays so
   */
  Finale(Stage stage, Story story, Consumer<Act> perform) {
    this.stage = stage;
    SplittableRandom random = new SplittableRandom(story.seed() ^ 0xF17A1EL);
    this.patient = random.nextInt(2) == 0;
    this.heals = random.nextInt(2) == 0;
    this.perform = perform;
  }

  void play() {
    for (String part : Host.PARTS) {
      act(Act.of(Verb.HOST_RECOVERS, "", "", part));
    }
    act(Act.of(Verb.MEND, ""));
    if (heals || stage.poison().holdsWorkflow()) {
      act(Act.of(Verb.HEAL, ""));
    }
    for (int round = 0; patient && round < WAITS && !broken() && somethingIsDue(); round++) {
      act(Act.of(Verb.WORK, ""));
      advance();
    }
    for (int round = 0; round < ROUNDS && !broken() && !over(); round++) {
      act(Act.of(Verb.WORK, ""));
      helpOn();
      for (int subject = 0; subject < Author.SUBJECTS; subject++) {
        String event = "{\"id\": \"end-%d-%d\", \"subject\": \"%d\", \"payload\": {}}";
        String argument = String.format(event, round, subject, subject);
        act(Act.of(Verb.PUBLISH, "a/" + Documents.ANSWER, "", argument));
      }
      act(Act.of(Verb.WORK, ""));
      advance();
    }
    stage.checks().each(Check::atEnd);
  }

  private boolean somethingIsDue() {
    return stage.reader().nextDue().isPresent();
  }

  private boolean broken() {
    return stage.checks().broken() != null;
  }

  private void act(Act act) {
    if (!broken()) {
      perform.accept(act);
    }
  }

  private boolean over() {
    return stage.sight().instances().stream().noneMatch(this::open)
        && stage.sight().messages().stream()
            .noneMatch(row -> row.status().open() && !stage.poison().holds(row));
  }

  private boolean open(SeenInstance instance) {
    return !stage.poison().holds(instance.row().key())
        && (Player.open(instance) || worthRetrying(instance));
  }

  private boolean worthRetrying(SeenInstance instance) {
    return !instance.gone()
        && !stage.sight().waitedFor(instance)
        && retries.getOrDefault(instance, 0) < RETRIES
        && instance.state() == InstanceState.FAILED
        && !instance.stoppedAsFailed()
        && !instance.compensated();
  }

  private void helpOn() {
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.gone()) {
        continue;
      }
      String name = instance.name();
      if (instance.state() == InstanceState.PAUSED) {
        act(Act.of(Verb.RESUME, name, Cast.ADMIN, ""));
      } else if (worthRetrying(instance)) {
        retries.merge(instance, 1, Integer::sum);
        act(Act.of(Verb.RETRY, name, Cast.ADMIN, ""));
      }
      for (StepRun run : List.copyOf(instance.steps().values())) {
        if (run.memory().held() && run.state().open()) {
          act(Act.of(Verb.STEP_LET, name + "/" + run.key(), Cast.ADMIN, ""));
        }
        answer(instance, run);
      }
    }
    for (MessageRow row : stage.sight().messages()) {
      if (row.is(MessageState.HELD)) {
        act(Act.of(Verb.MESSAGE_RELEASE, stage.sight().name(row), Cast.ADMIN, ""));
      }
    }
  }

  private void answer(SeenInstance instance, StepRun run) {
    Outline.Part part = instance.outline().part(run.key().id());
    boolean open =
        run.state() == StepState.READY
            || run.state() == StepState.IN_PROGRESS
            || run.state() == StepState.BLOCKED;
    if (part != null
        && open
        && instance.state() == InstanceState.ACTIVE
        && ((part.people() && !delayed(run))
            || part.callback() && run.memory().waitingFor() != null)) {
      if (run.task().withheld()) {
        // What has withdrawn it may never end: nobody else can leave it out.
        act(Act.of(Verb.SKIP, instance.name() + "/" + run.key(), Cast.ADMIN, ""));
        return;
      }
      if (run.task().suspension() != null) {
        act(Act.of(Verb.UNSUSPEND, instance.name() + "/" + run.key(), Cast.ADMIN, ""));
      }
      Performing performing = Performing.of(stage, instance, run.key().toString());
      if (performing != null && performing.resolvesFirst(Cast.ADMIN)) {
        act(Act.of(Verb.RESOLVE, instance.name() + "/" + run.key(), Cast.ADMIN, ""));
      }
      act(Act.of(Verb.COMPLETE, instance.name() + "/" + run.key(), Cast.ADMIN, ""));
    }
  }

  private boolean delayed(StepRun run) {
    return run.state() == StepState.READY
        && run.dueAt() != null
        && run.dueAt().isAfter(stage.clock().instant());
  }

  private void advance() {
    Instant now = stage.clock().instant();
    Optional<Instant> due = stage.reader().nextDue();
    Duration step = Duration.ofSeconds(30);
    if (due.isPresent() && due.get().isAfter(now)) {
      step = Duration.between(now, due.get());
    }
    act(Act.of(Verb.ADVANCE, "", "", step.toString()));
  }
}
