package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.simulation.Simulation;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Stories in which the features of the engine meet, each made from a seed: random workflows of all
 * kinds of step, people of all sorts who give commands of all sorts, providers, hosts whose code
 * throws, rows that cannot be read, several tenants, and nodes that die, stand still or never hear
 * of a commit. After every act a model that does not know how the engine decides compares what is
 * stored, and what handlers and senders were called with, with what each {@link Promise} demands.
 *
 * <p>The same seed makes the same story. A story in which a promise does not hold is shortened, act
 * by act and step by step, and ends in a {@link StoryFailure} that tells what is left of it.
 *
 * <pre>{@code
 * FeatureSimulation.on(clock -> new MyStore(clock)).run(Simulation.seeds(1_000));
 * }</pre>
 *
 * <p>The engines log what is done to them; {@link #injected} tells it from what a test should hear
 * of. Immutable and thread-safe.
 */
public final class FeatureSimulation {

  /** The system property that names the one seed to play. */
  public static final String SEED = Simulation.SEED;

  /** What the stories are about. */
  static final Set<Topic> PLAYED = Collections.unmodifiableSet(EnumSet.allOf(Topic.class));

  private final Function<InstantSource, ? extends WorkflowStore> stores;
  private final Set<Topic> topics;
  private final boolean shortens;

  private FeatureSimulation(
      Function<InstantSource, ? extends WorkflowStore> stores,
      Set<Topic> topics,
      boolean shortens) {
    this.stores = stores;
    this.topics = topics;
    this.shortens = shortens;
  }

  /**
   * Stories on the stores that a function makes.
   *
   * @param stores called once for every story, and again while one is shortened, on the thread that
   *     plays it, with the story's clock; gives an empty store, which is closed when the story ends
   */
  public static FeatureSimulation on(Function<InstantSource, ? extends WorkflowStore> stores) {
    return new FeatureSimulation(stores, PLAYED, true);
  }

  /** The same about other topics. */
  FeatureSimulation about(Set<Topic> others) {
    return new FeatureSimulation(stores, others, shortens);
  }

  /** The same, but a failure tells the whole story. */
  public FeatureSimulation asTheyAre() {
    return new FeatureSimulation(stores, topics, false);
  }

  /**
   * Whether a throwable, or one that caused it, is a fault that a story injected: the death of a
   * node, a connection that broke, an answer that was lost.
   */
  public static boolean injected(@Nullable Throwable thrown) {
    return StageStore.injected(thrown);
  }

  /**
   * Plays one story.
   *
   * @throws StoryFailure if a promise does not hold
   */
  public void run(long seed) {
    Story story = Story.of(seed, topics);
    StoryFailure failure = new Player(story, new Author(story), stores).play();
    if (failure != null) {
      throw shortens ? new Shortening(stores).of(failure) : failure;
    }
  }

  /**
   * Plays stories, several at once if the stream is parallel.
   *
   * @throws StoryFailure if a promise does not hold
   */
  public void run(LongStream seeds) {
    seeds.forEach(this::run);
  }
}
