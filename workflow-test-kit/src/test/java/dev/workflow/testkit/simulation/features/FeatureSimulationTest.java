package dev.workflow.testkit.simulation.features;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.testkit.simulation.Simulation;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FeatureSimulationTest {

  private static final int SEEDS = 250;
  private static final Logger ENGINE = (Logger) LoggerFactory.getLogger("dev.workflow");

  @BeforeEach
  void hush() {
    ENGINE.setLevel(Level.OFF);
  }

  @AfterEach
  void speak() {
    ENGINE.setLevel(null);
  }

  @Test
  void the_promises_hold_in_every_story() {
    FeatureSimulation.on(InMemoryWorkflowStore::new).run(Simulation.seeds(SEEDS).parallel());
  }

  @Test
  void the_same_seed_makes_the_same_story() {
    for (long seed = 0; seed < 20; seed++) {
      Story story = Story.of(seed, EnumSet.allOf(Topic.class));
      assertThat(played(story)).isEqualTo(played(story));
    }
  }

  private static String played(Story story) {
    Player player = new Player(story, new Author(story), InMemoryWorkflowStore::new);
    StoryFailure failure = player.play();
    return player.played() + "\n" + (failure == null ? "" : failure.getMessage());
  }
}
