package dev.workflow.testkit.simulation.features;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All checks of a story. The first thing that is broken is kept: an engine may swallow it. */
final class Checks {

  private final List<Check> all = new ArrayList<>();
  private @Nullable Broken broken;

  void add(Check check) {
    all.add(check);
  }

  void each(Consumer<Check> call) {
    if (broken != null) {
      return;
    }
    try {
      all.forEach(call);
    } catch (Broken e) {
      broken = e;
    }
  }

  void found(Broken what) {
    if (broken == null) {
      broken = what;
    }
  }

  @Nullable Broken broken() {
    return broken;
  }
}
