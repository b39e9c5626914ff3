package dev.workflow.instance;

import dev.workflow.definition.Step;

/** Takes up the steps at which an instance failed. */
final class Revival {

  private final Unfolding unfolding;
  private final StepTree tree;

  Revival(Unfolding unfolding) {
    this.unfolding = unfolding;
    this.tree = unfolding.around().tree();
  }

  void revive() {
    for (StepRun run : unfolding.runs()) {
      if (run.state() == StepState.FAILED && !run.key().undo() && led(run.key())) {
        StepRun ready =
            unfolding.move(run.attempt(0).due(null).claimed(null), StepState.READY, "retry");
        if (!tree.place(run.key().id()).step().nested().isEmpty()) {
          unfolding.move(ready, StepState.IN_PROGRESS, null);
        }
      }
    }
  }

  /** Whether this failure led to the instance's: nothing around it tolerated it. */
  private boolean led(StepKey key) {
    StepTree.Place place = tree.place(key.id());
    while (true) {
      Step step = place.step();
      if (step.settings().failure().allowFailure() || place.onFailure()) {
        return false;
      }
      if (place.parent() == null) {
        return true;
      }
      place = tree.place(place.parent().id());
    }
  }
}
