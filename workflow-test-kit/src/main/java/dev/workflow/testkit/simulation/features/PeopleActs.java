package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.internal.decide.StepRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The acts of people of all sorts, allowed or not, on steps of all sorts. */
final class PeopleActs {

  private final SplittableRandom random;
  private final Set<Topic> topics;

  PeopleActs(SplittableRandom random, Set<Topic> topics) {
    this.random = random;
    this.topics = topics;
  }

  void addTo(Author author) {
    if (topics.contains(Topic.PEOPLE)) {
      author.may(4, stage -> ofStep(stage, Verb.CLAIM));
      author.may(2, stage -> ofStep(stage, Verb.RELEASE));
      author.may(4, stage -> ofStep(stage, Verb.COMPLETE));
      author.may(1, stage -> ofStep(stage, Verb.FAIL));
      author.may(2, stage -> ofStep(stage, Verb.SKIP));
      author.may(1, stage -> ofStep(stage, Verb.DECLINE));
      author.may(1, stage -> ofStep(stage, Verb.HELPERS));
      author.may(1, stage -> ofStep(stage, Verb.ASSIGN));
      author.may(1, stage -> ofStep(stage, Verb.DELEGATE));
      author.may(1, stage -> ofStep(stage, Verb.RESOLVE));
      author.may(1, stage -> ofStep(stage, Verb.SUSPEND));
      author.may(1, stage -> ofStep(stage, Verb.UNSUSPEND));
      author.may(1, stage -> ofStep(stage, Verb.PLAN));
      author.may(1, stage -> Act.of(Verb.AWAY, "a", somebody(), somebody()));
      author.may(1, stage -> Act.of(Verb.CHANGED, "a", somebody(), ""));
      author.may(2, stage -> Act.of(Verb.INBOX, "a", somebody(), ""));
    }
    if (topics.contains(Topic.CALLBACK)) {
      author.may(2, stage -> ofStep(stage, Verb.COMPLETE));
      author.may(2, this::callback);
    }
  }

  private String somebody() {
    return Cast.ALL.get(random.nextInt(Cast.ALL.size()));
  }

  private @Nullable Act ofStep(Stage stage, Verb verb) {
    String step = step(stage, false);
    if (verb == Verb.ASSIGN
        || verb == Verb.DELEGATE
        || verb == Verb.SUSPEND
        || verb == Verb.HELPERS) {
      String argument = verb == Verb.SUSPEND && random.nextInt(2) == 0 ? "" : somebody();
      return step == null ? null : Act.of(verb, step, somebody(stage, step), argument);
    }
    String reason =
        topics.contains(Topic.BAD_INPUT) && verb == Verb.SKIP && random.nextInt(3) == 0
            ? "nasty-" + random.nextInt(Nasty.TEXTS.size())
            : "";
    return step == null ? null : Act.of(verb, step, somebody(stage, step), reason);
  }

  /** As often as not somebody who may. */
  private String somebody(Stage stage, String step) {
    Act named = Act.of(Verb.CLAIM, step);
    SeenInstance instance = stage.sight().find(named.instance());
    Performing performing = instance == null ? null : Performing.of(stage, instance, named.step());
    List<String> able =
        performing == null || random.nextInt(2) == 0
            ? List.of()
            : Cast.ALL.stream().filter(one -> performing.hindrance(one) == null).toList();
    return able.isEmpty() ? somebody() : able.get(random.nextInt(able.size()));
  }

  private @Nullable String step(Stage stage, boolean callbacks) {
    List<String> open = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.gone() || !instance.row().key().tenant().equals(Cast.A)) {
        continue;
      }
      for (StepRun run : instance.steps().values()) {
        Outline.Part part = instance.outline().part(run.key().id());
        String name = instance.name() + "/" + run.key();
        if (part == null || run.key().undo()) {
          continue;
        }
        boolean task = callbacks ? part.callback() : part.people() || part.callback();
        (task && run.state().open() ? open : others).add(name);
      }
      instance.outline().first().stream()
          .filter(id -> !instance.steps().containsKey(id))
          .forEach(id -> others.add(instance.name() + "/" + id));
    }
    List<String> from = open.isEmpty() || (!callbacks && random.nextInt(5) == 0) ? others : open;
    return from.isEmpty() ? null : from.get(random.nextInt(from.size()));
  }

  private @Nullable Act callback(Stage stage) {
    String step = step(stage, true);
    if (step == null) {
      return null;
    }
    ObjectNode said = Json.object().put("id", "c" + random.nextInt(1_000_000));
    said.put("subject", "9").put("correlation", step).putObject("payload").put("done", true);
    return Act.of(Verb.PUBLISH, "a/" + Documents.ANSWER, "", said.toString());
  }
}
