package dev.workflow.examples.reliability;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the program that the first argument names. */
public final class Reliability {

  private static final String HELP =
      """
      java -jar reliability.jar PROGRAM [--option value ...]

        chaos     three nodes on one database; nodes are killed, connections broken, the database crashed
                  --runs 100000  --seconds-between-kills 5  --seed 1  --jdbc URL
                  --disasters N   instead of the seconds: this many, spread evenly over the runs
        failover  how long it takes until the work of a node killed with SIGKILL goes on elsewhere
                  --lease-ms 15000  --kills 10  --instances 20  --tolerance-ms 2000
        stopped   a process stopped with SIGSTOP beyond its lease writes nothing when it wakes
                  --instances 40  --lease-ms 2000
                  --inside-transaction 1   at a moment when it has rows locked
        clock     nodes whose wall clocks are ahead and behind take nothing from each other
                  --skew-minutes 10  --instances 10  --lease-ms 2000
                  needs libfaketime (Debian: faketime)
        proxy     the network to the database delays, cuts, half-closes and swallows
                  --calls 40  --socket-timeout 3  --connection-timeout-ms 5000  --tolerance-ms 20000
                  starts a server of its own
        diskfull  the disks of the tables and of the write-ahead log fill up and are freed
                  --calls 200
                  starts a server of its own on file systems that it mounts, which root may
        overload  ten times as many events as can be worked off, for a while
                  --seconds 10  --clients 64  --measured 2000  --jdbc URL
        fairness  one of many tenants floods: how long the runs of the others take
                  --flood 100000  --tenants 20  --runs 20  --p99-ms 1000  --jdbc URL
        mail      mails over SMTP to a server that counts them, while the nodes that send them are killed
                  --messages 10000  --kills 30  --drop-every 500  --seed 1  --jdbc URL
        fuzz      changed conditions, definitions, templates, spans and events for everything that reads them
                  --seconds 60  --seed 1  --threads 2
                  --case N   instead of the seconds: this one case again
                  needs no database

      All but fuzz need PostgreSQL. Without --jdbc one is started for the program and thrown away after it.
      The exit code is 1 if a guarantee is broken.
      """;

  private static final Map<String, Program> PROGRAMS =
      Map.of(
          "chaos", ChaosProgram::run,
          "clock", ClockProgram::run,
          "diskfull", DiskFullProgram::run,
          "failover", FailoverProgram::run,
          "fairness", FairnessProgram::run,
          "fuzz", FuzzProgram::run,
          "mail", MailProgram::run,
          "overload", OverloadProgram::run,
          "proxy", ProxyProgram::run,
          "stopped", StoppedProgram::run);

  private Reliability() {}

  /** One program. */
  @FunctionalInterface
  interface Program {
    Report run(Options options) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    if (args.length > 0 && args[0].equals("node")) {
      NodeProgram.run(Options.parse(rest));
      return;
    }
    Program program = args.length == 0 ? null : PROGRAMS.get(args[0]);
    if (program == null) {
      System.err.print(HELP);
      System.exit(2);
    } else {
      System.exit(program.run(Options.parse(rest)).print() ? 0 : 1);
    }
  }
}
