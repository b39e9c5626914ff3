package dev.workflow.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

  @TempDir Path folder;
  private Path events;

  @BeforeEach
  void takeSomeOfTheSampleEvents() throws IOException {
    events = folder.resolve("events.ndjson");
    try (BufferedReader all =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    QuickstartTest.class.getResourceAsStream("/sample-events.ndjson.gz")),
                StandardCharsets.UTF_8))) {
      Files.write(events, all.lines().limit(400).toList());
    }
  }

  private record Outcome(int exitCode, String out, String err) {}

  private static Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Quickstart.run(
            arguments,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String[] arguments(String database, Path report) {
    return new String[] {
      "--events",
      events.toString(),
      "--db",
      "jdbc:h2:file:" + folder.resolve(database),
      "--report",
      report.toString()
    };
  }

  private JsonNode play(String database) throws IOException {
    Path report = folder.resolve(database + ".json");
    Outcome outcome = run(arguments(database, report));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return Json.read(Files.readString(report));
  }

  @Test
  void aDatabaseThatCannotBeOpenedIsOneLineThatSaysWhy() {
    for (String url :
        List.of(
            "nonsense",
            "jdbc:nosuch:thing",
            "jdbc:postgresql://localhost:1/none?connectTimeout=1",
            "jdbc:h2:file:/proc/nowhere/db")) {
      Outcome outcome = run("--events", events.toString(), "--db", url);
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err().lines()).hasSize(1);
      assertThat(outcome.err()).startsWith("cannot open the database " + url + ": ");
    }
  }

  @Test
  void aFirstRunShowsWhatAUserWantsToSee() {
    Outcome outcome = run(arguments("shown", folder.resolve("shown.json")));
    assertThat(outcome.out())
        .contains("400 events accepted, 0 known from an earlier run")
        .containsPattern("lead-nurture +\\d+ +\\d+ +\\d+ +\\d+ +\\d+")
        .containsPattern(
            "statistics of acme +started +success +half in +95% in +visits of its steps")
        .containsPattern("channel email: [\\d,]+ sent, 0 failed, 0 suppressed")
        .containsPattern("monday-review +\\d+ +100% ")
        .containsPattern(
            "schedule of monday-review: \\d+ ticks, the last one 2026-0[3-9]-\\d\\dT0[78]:00:00Z COMPLETED, the next one 2026")
        .contains("messages of acme: {")
        .contains("one instance's story:")
        .contains("its diagram (Mermaid):")
        .containsPattern("why event \\w+ \\([a-z_.]+\\) did not start a workflow:")
        .contains("what next:", "docs/quickstart.md", "docs/getting-started.md", "host.jar");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void theStoryOfAMatterTellsWhoDidWhat() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matter.tell(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("matter-intake v1 about matter:2026-17, started by matter.opened")
        .contains("2026-01-05T10:00:00Z  accept: anna approves: {\"approved\":true}")
        .contains("accept: boris says: I know her from the Miller case; no conflict.")
        .contains(
            "passport (Get a copy of the passport) PENDING -> READY",
            "passport IN_PROGRESS -> COMPLETED by carla")
        .contains("mandate: anna delegates it to eva")
        .contains("mandate: eva gives it back to anna")
        .contains("retainer")
        .contains("instance ACTIVE -> COMPLETED (completed) by david")
        .contains("its evidence is whole: ");
  }

  @Test
  void aSecondRunDoesNothingTwice() throws IOException {
    JsonNode first = play("twice");
    Outcome again = run(arguments("twice", folder.resolve("again.json")));
    assertThat(again.out()).contains("0 events accepted, 400 known from an earlier run");
    assertThat(Json.read(Files.readString(folder.resolve("again.json")))).isEqualTo(first);
  }

  @Test
  void killedInTheMiddleAndRunAgainItEndsWithTheSameReport() throws Exception {
    Path report = folder.resolve("killed.json");
    Process process = start(arguments("killed;WRITE_DELAY=0", report));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.contains("/s")) {
        line = out.readLine();
      }
      assertThat(line).as("a line of progress").isNotNull();
      process.destroyForcibly();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("killed by SIGKILL").isEqualTo(137);
    assertThat(report).doesNotExist();

    Outcome again = run(arguments("killed", report));

    assertThat(again.out()).doesNotContain("400 events accepted");
    assertThat(Json.read(Files.readString(report))).isEqualTo(play("undisturbed"));
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Quickstart.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void aWrongArgumentIsAnsweredWithTheHelp() {
    Outcome outcome = run("--event", "x");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("unknown argument --event\n").contains("--events FILE");
  }

  @Test
  void aLineThatIsNoEventIsNamedWithItsNumber() throws IOException {
    Files.writeString(events, "{\"tenant\": \"acme\"}\n");
    Outcome outcome = run(arguments("broken", folder.resolve("broken.json")));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("line 1");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Outcome outcome = run("--events", folder.resolve("none.ndjson").toString());
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("none.ndjson");
  }
}
