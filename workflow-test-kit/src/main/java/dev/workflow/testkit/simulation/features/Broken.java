package dev.workflow.testkit.simulation.features;

import org.jspecify.annotations.Nullable;

/** A check has seen something that must not be. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Promise promise;
  private final @Nullable String instance;

  /**
   * @param instance the name of the instance concerned
   */
  Broken(Promise promise, @Nullable String instance, String what) {
    super(instance == null ? what : instance + ": " + what);
    this.promise = promise;
    this.instance = instance;
  }

  Promise promise() {
    return promise;
  }

  @Nullable String instance() {
    return instance;
  }
}
