package dev.workflow.testkit.simulation;

import dev.workflow.WorkflowEngine;
import dev.workflow.spi.store.InstanceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guarantee does not hold under a seed. The message tells what is broken, how to play the same
 * history again, every decision of the scheduler, and the story of the instance concerned.
 */
public final class SimulationFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final long seed;
  private final Guarantee guarantee;

  SimulationFailure(long seed, Guarantee guarantee, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.seed = seed;
    this.guarantee = guarantee;
  }

  /**
   * @param decisions what the scheduler decided, a line each
   * @param reader knows the stories of all instances
   */
  static SimulationFailure of(
      long seed, Broken broken, List<String> decisions, WorkflowEngine reader) {
    StringBuilder text = new StringBuilder();
    text.append("Broken: ").append(broken.guarantee()).append('\n').append(broken.getMessage());
    text.append("\n\nThe same history again: -D").append(Simulation.SEED).append('=').append(seed);
    text.append("\n\nWhat the scheduler decided:\n");
    decisions.forEach(line -> text.append("  ").append(line).append('\n'));
    InstanceKey instance = broken.instance();
    if (instance != null) {
      text.append("\nWhat happened to the instance:\n").append(story(instance, reader));
    }
    return new SimulationFailure(seed, broken.guarantee(), Journal.named(text.toString()), broken);
  }

  private static String story(InstanceKey instance, WorkflowEngine reader) {
    try {
      return reader.history().story(instance.tenant(), instance.id());
    } catch (RuntimeException e) {
      return "it cannot be told: " + e.getMessage();
    }
  }

  /** The seed that makes the same history again. */
  public long seed() {
    return seed;
  }

  /** What does not hold. */
  public Guarantee guarantee() {
    return guarantee;
  }
}
