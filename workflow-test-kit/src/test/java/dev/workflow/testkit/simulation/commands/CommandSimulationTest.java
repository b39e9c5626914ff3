package dev.workflow.testkit.simulation.commands;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.workflow.testkit.simulation.Simulation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CommandSimulationTest {

  private static final int SEEDS = 60;
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
  void whatever_is_done_in_whichever_order_is_refused_or_ends() {
    Simulation.seeds(SEEDS).forEach(seed -> new CommandStory(seed).play());
  }
}
