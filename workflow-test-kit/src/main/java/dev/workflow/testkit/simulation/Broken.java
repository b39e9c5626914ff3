package dev.workflow.testkit.simulation;

import dev.workflow.spi.store.InstanceKey;
import org.jspecify.annotations.Nullable;

/** The model has seen something that must not be. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Guarantee guarantee;
  private final transient @Nullable InstanceKey instance;

  Broken(Guarantee guarantee, @Nullable InstanceKey instance, String what) {
    super(what);
    this.guarantee = guarantee;
    this.instance = instance;
  }

  Guarantee guarantee() {
    return guarantee;
  }

  @Nullable InstanceKey instance() {
    return instance;
  }
}
