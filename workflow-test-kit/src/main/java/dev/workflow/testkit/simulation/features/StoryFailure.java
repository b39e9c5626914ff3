package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.store.InstanceKey;
import java.util.List;
import java.util.Objects;

/**
 * A promise does not hold in a story. The message tells what is broken, the workflows, what
 * happened, act by act, and the story of the instance concerned; the ids in it have names.
 */
public final class StoryFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final transient Story story;
  private final transient List<Act> acts;
  private final Promise promise;

  StoryFailure(Story story, List<Act> acts, Broken broken, Stage stage) {
    super(message(story, acts, broken, stage), broken);
    this.story = story;
    this.acts = acts;
    this.promise = broken.promise();
  }

  private static String message(Story story, List<Act> acts, Broken broken, Stage stage) {
    StringBuilder text = new StringBuilder("Broken: ");
    text.append(broken.promise()).append('\n').append(broken.getMessage());
    text.append("\n\nThe same story again: -D").append(FeatureSimulation.SEED).append('=');
    text.append(story.seed()).append("\n\nThe workflows:\n");
    story.documents().values().forEach(document -> text.append("  ").append(document).append('\n'));
    text.append("\nWhat happened:\n");
    acts.forEach(act -> text.append("  ").append(act).append('\n'));
    String instance = broken.instance();
    InstanceKey key = instance == null ? null : stage.names().key(instance);
    if (key != null) {
      text.append("\nThe instance:\n");
      try {
        text.append(stage.reader().history().story(key.tenant(), key.id()));
      } catch (RuntimeException e) {
        text.append("cannot be told: ").append(e);
      }
    }
    return stage.names().readable(text.toString());
  }

  /** The seed of the story. */
  public long seed() {
    return story.seed();
  }

  /** What does not hold. */
  public Promise promise() {
    return promise;
  }

  /** How many things happened in the story until it did not hold. */
  public int length() {
    return acts.size();
  }

  Story story() {
    return Objects.requireNonNull(story, "not a copy");
  }

  List<Act> acts() {
    return Objects.requireNonNull(acts, "not a copy");
  }
}
