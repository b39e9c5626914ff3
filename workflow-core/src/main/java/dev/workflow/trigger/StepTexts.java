package dev.workflow.trigger;

import dev.workflow.Problems;
import dev.workflow.definition.Step;
import java.util.List;
import java.util.Set;

/** The texts of messages, which steps read besides their configuration. */
@FunctionalInterface
public interface StepTexts {

  /** Nothing. */
  StepTexts NONE = (step, problems) -> List.of();

  /**
   * Called for every action of a definition, in the order of the document.
   *
   * @param problems at the place of the step's configuration, for what else there is to say about
   *     it
   */
  List<Text> of(Step.Action step, Problems problems);

  /**
   * Called for every action as well, for what there is to say about its step.
   *
   * @param problems at the place of the step
   */
  default void besides(Step.Action step, Problems problems) {}

  /**
   * A text that is rendered when the step runs.
   *
   * @param label what it is, as the beginning of a sentence
   * @param key the key of the configuration that names it
   * @param paths what it reads
   * @param names what the step adds to its data at the top level
   */
  record Text(String label, String key, Set<String> paths, Set<String> names) {

    public Text {
      paths = Set.copyOf(paths);
      names = Set.copyOf(names);
    }
  }
}
