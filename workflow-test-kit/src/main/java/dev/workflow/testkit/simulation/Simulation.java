package dev.workflow.testkit.simulation;

import dev.workflow.spi.store.WorkflowStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Histories of several engines on one store, each made from a seed. The engines run random
 * workflows on a virtual clock; at every transaction and every call of a handler the seed decides
 * who continues, and whether a node dies there, stands still beyond its lease, fails before a
 * commit, or never hears of one. After every transaction a model that knows nothing of the engine's
 * decisions compares what is stored with what each {@link Guarantee} demands.
 *
 * <p>The same seed makes the same history. A history whose guarantee is broken ends in a {@link
 * SimulationFailure} that tells all of it.
 *
 * <pre>{@code
 * Simulation.on(clock -> new MyStore(clock)).run(Simulation.seeds(1_000));
 * }</pre>
 *
 * <p>Defaults: 3 nodes. The engines log what the faults do to them as warnings and errors of the
 * logger {@code dev.workflow}; {@link #injected} tells them from what a test should hear of.
 * Immutable and thread-safe.
 */
public final class Simulation {

  /** The system property that names the one seed to play. */
  public static final String SEED = "workflow.simulation.seed";

  /** The system property that says how many seeds to play. */
  public static final String SEEDS = "workflow.simulation.seeds";

  private final Function<InstantSource, ? extends WorkflowStore> stores;
  private final int nodes;

  private Simulation(Function<InstantSource, ? extends WorkflowStore> stores, int nodes) {
    this.stores = stores;
    this.nodes = nodes;
  }

  /**
   * Simulations on the stores that a function makes.
   *
   * @param stores called once for every seed, on the thread that plays it, with the history's
   *     clock; gives an empty store, which is closed when the history ends
   */
  public static Simulation on(Function<InstantSource, ? extends WorkflowStore> stores) {
    return new Simulation(stores, 3);
  }

  /** The same with another number of nodes. */
  public Simulation nodes(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a simulation has at least one node, not " + count);
    }
    return new Simulation(stores, count);
  }

  /**
   * The seeds that the system properties {@value #SEED} and {@value #SEEDS} ask for; 0 up to {@code
   * count} if they ask for nothing.
   */
  public static LongStream seeds(int count) {
    Long one = Long.getLong(SEED);
    return one != null ? LongStream.of(one) : LongStream.range(0, Long.getLong(SEEDS, count));
  }

  /**
   * Whether a throwable, or one that caused it, is a fault that a simulation injected: the death of
   * a node, a connection that broke, an answer that was lost.
   */
  public static boolean injected(@Nullable Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Crashed || SimulatedStore.injected(cause)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Plays one history.
   *
   * @return every decision of the scheduler
   * @throws SimulationFailure if a guarantee is broken
   */
  public List<String> run(long seed) {
    try (Run run = new Run(seed, nodes, stores)) {
      run.play();
      return run.journal();
    }
  }

  /**
   * Plays histories, several at once if the stream is parallel.
   *
   * @throws SimulationFailure if a guarantee is broken
   */
  public void run(LongStream seeds) {
    seeds.forEach(this::run);
  }
}
