package dev.workflow.examples.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The programs in a short form. */
class ReliabilityTest {

  @Test
  void kills_crashes_and_broken_connections_lose_nothing_and_repeat_nothing_that_is_recorded()
      throws Exception {
    Report report = ChaosProgram.run(Options.of("--runs", "1000", "--disasters", "5"));

    assertThat(report.print()).as("%s", report.broken()).isTrue();
    assertThat(report.count("accepted")).isEqualTo(1_000);
    assertThat(report.count("kills")).isEqualTo(2);
    assertThat(report.count("databaseCrashes")).isEqualTo(1);
    assertThat(report.count("brokenConnections")).isPositive();
    assertThat(report.count("results")).isPositive();
  }

  @Test
  void the_work_of_a_killed_node_goes_on_elsewhere() throws Exception {
    Report report =
        FailoverProgram.run(
            Options.of("--lease-ms", "1000", "--kills", "1", "--tolerance-ms", "60000"));

    assertThat(report.print()).as("%s", report.broken()).isTrue();
    assertThat(report.count("continued")).isEqualTo(20);
  }

  @Test
  void a_process_stopped_beyond_its_lease_writes_nothing_when_it_wakes() throws Exception {
    Report report = StoppedProgram.run(Options.of("--lease-ms", "1000"));

    assertThat(report.print()).as("%s", report.broken()).isTrue();
    assertThat(report.count("continuedElsewhere")).isEqualTo(40);
  }
}
