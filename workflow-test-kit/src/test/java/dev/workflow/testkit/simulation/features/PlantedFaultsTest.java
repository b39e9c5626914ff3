package dev.workflow.testkit.simulation.features;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The simulation finds each fault that is planted into the engine. {@code
 * -Dworkflow.simulation.planted=2000} plants all of them, looks for each through so many stories
 * from three beginnings (or {@code -Dworkflow.simulation.beginnings}), and writes the table of
 * {@code docs/reliability.md} to {@code target/planted-faults.md}; {@code
 * -Dworkflow.simulation.plant=pause} takes only those with these words in their names.
 */
@Timeout(value = 12, unit = TimeUnit.HOURS)
class PlantedFaultsTest {

  private static final Integer ALL = Integer.getInteger("workflow.simulation.planted");
  private static final String NAMED = System.getProperty("workflow.simulation.plant", "");
  private static final int BEGINNINGS = Integer.getInteger("workflow.simulation.beginnings", 3);
  private static final int SEEDS = 600;
  private static final long APART = 1_000_000;
  private static final Logger ENGINE = (Logger) LoggerFactory.getLogger("dev.workflow");

  @TempDir Path folder;

  @BeforeEach
  void hush() {
    ENGINE.setLevel(Level.OFF);
  }

  @AfterEach
  void speak() {
    ENGINE.setLevel(null);
  }

  @Test
  void what_is_changed_to_plant_a_fault_is_still_there() {
    Plants.all().forEach(plant -> assertThat(PlantedEngine.changed(plant)).isNotEmpty());
  }

  @Test
  void planted_faults_are_found() throws IOException {
    List<Plant> plants =
        ALL == null
            ? Plants.quick()
            : Plants.all().stream().filter(one -> one.name().contains(NAMED)).toList();
    List<String> table = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    for (int i = 0; i < plants.size(); i++) {
      String line = line(plants.get(i), Files.createDirectory(folder.resolve("p" + i)), missed);
      table.add(line);
      System.out.println(line);
    }
    if (ALL != null) {
      Files.write(Path.of("target", "planted-faults.md"), table);
    }
    assertThat(missed).isEmpty();
  }

  /** A story that finds something in the engine with the fault and nothing in the one without. */
  private static Optional<PlantedEngine.Found> find(PlantedEngine engine, long from, long to) {
    Optional<PlantedEngine.Found> found = engine.find(from, to, false);
    while (found.isPresent()
        && PlantedRun.find(found.get().seed(), found.get().seed() + 1, false).length > 0) {
      found = engine.find(found.get().seed() + 1, to, false);
    }
    return found;
  }

  private static String line(Plant plant, Path folder, List<String> missed) throws IOException {
    try (PlantedEngine engine = new PlantedEngine(plant, folder)) {
      int most = ALL == null ? SEEDS : ALL;
      List<String> seeds = new ArrayList<>();
      String promise = "";
      for (int beginning = 0; beginning < (ALL == null ? 1 : BEGINNINGS); beginning++) {
        long from = beginning * APART;
        Optional<PlantedEngine.Found> found = find(engine, from, from + most);
        if (found.isEmpty()) {
          missed.add(plant + " from " + from);
        }
        seeds.add(found.map(one -> "" + (one.seed() - from + 1)).orElse("> " + most));
        promise = found.map(PlantedEngine.Found::promise).orElse(promise);
      }
      return "| " + plant + " | `" + promise + "` | " + String.join(", ", seeds) + " |";
    }
  }
}
