package dev.workflow.definition;

import dev.workflow.Problems;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads how steps stand to others besides their places, and tells, when all steps are known, of
 * links that lead nowhere or in a circle.
 */
final class CoordinationReader {

  /** A step that names another. */
  private record Use(String step, String key, String target, Problems problems) {

    boolean waits() {
      return key.equals("after");
    }
  }

  /** A wait whose correlation must be known when the instance begins. */
  private record Early(String step, Template correlation, Problems problems) {}

  private final List<Use> uses = new ArrayList<>();
  private final List<Early> early = new ArrayList<>();

  Coordination read(Fields fields, String id) {
    Template lock =
        fields.has("lock")
            ? Expressions.required(
                fields,
                "lock",
                "what only one step at a time may have, such as \"room-{{room.id}}\"")
            : null;
    return new Coordination(
        links(fields, id, "after"),
        links(fields, id, "cancels"),
        Expressions.condition(fields, "while"),
        lock);
  }

  private List<String> links(Fields fields, String id, String key) {
    List<String> targets = PerformerReader.texts(fields, key);
    targets.forEach(target -> uses.add(new Use(id, key, target, fields.at(key))));
    return targets;
  }

  /** Notes a wait for events that came before it. */
  void early(String step, @Nullable Template correlation, Problems problems) {
    if (correlation != null) {
      early.add(new Early(step, correlation, problems));
    }
  }

  void check(Set<String> ids, List<Step> steps) {
    if (uses.isEmpty() && early.isEmpty()) {
      return;
    }
    Map<String, StepSpot> spots = StepSpot.of(steps);
    boolean sound = true;
    for (Use use : uses) {
      String wrong = wrong(use, ids, spots);
      if (wrong != null) {
        use.problems().add(wrong);
        sound &= !use.waits();
      }
    }
    if (sound) {
      circles(spots);
    }
    early.forEach(wait -> check(wait, spots));
  }

  private static @Nullable String wrong(Use use, Set<String> ids, Map<String, StepSpot> spots) {
    String target = Wording.quoted(use.target());
    if (!ids.contains(use.target())) {
      return "there is no step " + target + DidYouMean.suffix(use.target(), ids);
    }
    StepSpot step = spots.get(use.step());
    StepSpot other = spots.get(use.target());
    if (step == null || other == null) {
      return null; // what is wrong with them is told where they stand
    }
    return use.waits() ? step.againstAfter(other) : step.againstCancelling(other);
  }

  /** A step whose turn can only come after its own end. */
  private void circles(Map<String, StepSpot> spots) {
    Map<String, Set<String>> after = new LinkedHashMap<>();
    for (Use use : uses) {
      if (use.waits()) {
        after.computeIfAbsent(use.step(), any -> new HashSet<>()).add(use.target());
      }
    }
    StepOrder order = new StepOrder(spots, after);
    Set<String> told = new HashSet<>();
    for (Use use : uses) {
      List<String> circle = use.waits() ? order.circle(use.step()) : List.of();
      if (!circle.isEmpty() && told.add(use.step()) && told.addAll(circle)) {
        use.problems()
            .add("these steps wait for each other in a circle: " + String.join(", ", circle));
      }
    }
  }

  private static void check(Early wait, Map<String, StepSpot> spots) {
    StepSpot spot = spots.get(wait.step());
    Set<String> loops = spot == null ? Set.of() : spot.loopNames();
    for (String path : wait.correlation().paths()) {
      String first = path.split("\\.", 2)[0];
      if (first.equals("steps") || loops.contains(first)) {
        wait.problems()
            .add(
                "is to be known when the instance begins, because earlier events count; it names "
                    + Wording.clip(path));
      }
    }
  }
}
