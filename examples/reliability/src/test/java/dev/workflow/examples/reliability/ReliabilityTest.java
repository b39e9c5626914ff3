package dev.workflow.examples.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The programs in a short form. */
class ReliabilityTest {

  private static Server server;

  /** For those that do not crash it. */
  @BeforeAll
  static void startServer() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  private interface Program {
    Report run(Options options) throws Exception;
  }

  /**
   * The report of a program that found every promise kept.
   *
   * @param options as on a command line
   */
  private static Report kept(Program program, String options) throws Exception {
    Report report = program.run(Options.of(options.split(" ", -1)));
    assertThat(report.print()).as("%s", report.broken()).isTrue();
    return report;
  }

  @Test
  void kills_crashes_and_broken_connections_lose_nothing_and_repeat_nothing_that_is_recorded()
      throws Exception {
    Report report = kept(ChaosProgram::run, "--runs 800 --disasters 3");

    assertThat(report.count("accepted")).isEqualTo(800);
    assertThat(report.count("kills")).isEqualTo(1);
    assertThat(report.count("databaseCrashes")).isEqualTo(1);
    assertThat(report.count("brokenConnections")).isPositive();
    assertThat(report.count("results")).isPositive();
  }

  @Test
  void no_mail_is_lost_when_nodes_are_killed_and_lines_dropped_and_none_repeated_without_reason()
      throws Exception {
    Report report =
        kept(MailProgram::run, "--messages 1000 --kills 2 --drop-every 400 --jdbc " + server.url());

    assertThat(report.count("sent")).isEqualTo(1_000);
    assertThat(report.count("linesDropped")).isBetween(2L, 3L);
    assertThat(report.count("sentMoreThanOnce")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void the_work_of_a_killed_node_goes_on_elsewhere() throws Exception {
    Report report =
        kept(
            FailoverProgram::run,
            "--lease-ms 1000 --kills 1 --tolerance-ms 60000 --jdbc " + server.url());

    assertThat(report.count("continued")).isEqualTo(20);
  }

  @Test
  void endings_of_many_go_on_elsewhere_when_the_node_dies_that_has_taken_them() throws Exception {
    Report report =
        kept(EndingsProgram::run, "--instances 500 --lease-ms 5000 --jdbc " + server.url());

    assertThat(report.count("exited")).isEqualTo(250);
    assertThat(report.count("replaced")).isEqualTo(500);
    assertThat(report.count("cancelled")).isEqualTo(500);
  }

  @Test
  void a_process_stopped_beyond_its_lease_writes_nothing_when_it_wakes() throws Exception {
    Report report = kept(StoppedProgram::run, "--lease-ms 1000 --jdbc " + server.url());

    assertThat(report.count("continuedElsewhere")).isEqualTo(40);
  }

  @Test
  void a_process_stopped_inside_a_transaction_keeps_nothing_locked() throws Exception {
    Report report =
        StoppedProgram.run(
            Options.of("--jdbc", server.url(), "--lease-ms", "1000", "--inside-transaction", "1"));

    assertThat(report.print()).as("%s", report.broken()).isTrue();
    assertThat(report.count("continuedElsewhere")).isEqualTo(40);
  }

  /** Where the system has no such library, that is what the program says. */
  @Test
  void nodes_whose_clocks_are_wrong_take_nothing_from_each_other() throws Exception {
    String options = "--instances 5 --lease-ms 4000 --jdbc " + server.url();
    if (ClockProgram.library().isEmpty()) {
      assertThat(ClockProgram.run(Options.of(options.split(" ", -1))).broken())
          .containsExactly(
              "libfaketime is not installed, so no process can be given another clock; on Debian:"
                  + " apt-get install faketime");
      return;
    }
    Report report = kept(ClockProgram::run, options);

    assertThat(report.count("aheadOffSeconds")).isEqualTo(600);
    assertThat(report.count("takenOver")).isZero();
  }

  @Test
  void a_bad_network_ends_calls_with_clear_errors_and_the_engine_recovers() throws Exception {
    Report report =
        kept(
            ProxyProgram::run,
            "--calls 10 --socket-timeout 1 --connection-timeout-ms 1000 --tolerance-ms 90000");

    assertThat(report.count("cut")).isPositive();
    assertThat(report.count("black_hole")).isPositive();
  }

  @Test
  void too_many_events_are_all_worked_off() throws Exception {
    Report report =
        kept(
            OverloadProgram::run, "--measured 100 --seconds 1 --clients 16 --jdbc " + server.url());

    assertThat(report.count("events")).isGreaterThanOrEqualTo(100);
  }

  @Test
  void the_runs_of_other_tenants_end_while_one_floods() throws Exception {
    Report report =
        kept(FairnessProgram::run, "--flood 500 --tenants 5 --runs 3 --jdbc " + server.url());

    assertThat(report.count("completed")).isEqualTo(500 + 4 * 3 * 4);
  }

  @Test
  void hostile_input_is_read_or_refused() throws Exception {
    Report report = kept(FuzzProgram::run, "--seconds 2 --seed 7");

    assertThat(report.count("accepted")).isPositive();
    assertThat(report.count("refused")).isPositive();
  }

  @Test
  void full_disks_lose_nothing_where_small_ones_can_be_mounted() throws Exception {
    Report report = kept(DiskFullProgram::run, "--calls 50");

    if (report.count("volumes") == 2) {
      assertThat(report.count("refusedBy_tables")).isPositive();
      assertThat(report.count("refusedBy_log")).isPositive();
      assertThat(report.count("accepted")).isGreaterThan(150);
    }
  }

  @Test
  void what_one_tenant_does_too_much_of_ends_and_nothing_of_another_one_is_missing()
      throws Exception {
    Report report =
        kept(
            NoisyProgram::run,
            "--attacks repeat,waiters,matches --before 2 --beside 5 --percent 10 --judge 0 --jdbc "
                + server.url());

    assertThat(report.count("repeatMissing")).isZero();
    assertThat(report.text("repeatTold"))
        .contains("more are not allowed (EngineOptions.Budgets.maxSteps)");
    assertThat(report.text("waitersTold")).startsWith("2000 completed, 0 failed of 2000");
    assertThat(report.text("matchesTold")).contains("is not evaluable");
  }
}
