package dev.workflow.testkit.simulation.features;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order of acts in a story: written while it is played, or known before. */
interface Script {

  /** The next act; null: that was all. */
  @Nullable Act next(Stage stage);

  /** Acts that were written before. */
  static Script of(List<Act> acts) {
    List<Act> rest = new ArrayList<>(acts);
    return stage -> rest.isEmpty() ? null : rest.remove(0);
  }
}
