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
        endings   very many instances end at once, and the node that has taken them is killed before it ends them
                  --instances 3000  --lease-ms 5000  --jdbc URL
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
        noisy     one tenant does what is too much beside an innocent one, an attack in each process
                  --attacks repeat,waiters,...  (all)  --before 20  --beside 60  --patience 600
                  --percent 100   so much of each attack   --judge 0   does not judge times and heap
                  --jdbc URL
        fuzz      changed conditions, definitions, templates, spans and events for everything that reads them
                  --seconds 60  --seed 1  --threads 2
                  --case N   instead of the seconds: this one case again
                  needs no database
        simulate  stories in which the features meet, one for each seed, judged by a model
                  --seeds 1000  --from 0  --threads 2
                  --short 0   tells failing stories as they are, not shortened
                  needs no database

      All but fuzz and simulate need PostgreSQL. Without --jdbc one is started for the program and thrown away after it.
      The exit code is 1 if a guarantee is broken.
      """;

  private static final Map<String, Program> PROGRAMS =
      Map.ofEntries(
          Map.entry("chaos", ChaosProgram::run),
          Map.entry("clock", ClockProgram::run),
          Map.entry("diskfull", DiskFullProgram::run),
          Map.entry("endings", EndingsProgram::run),
          Map.entry("failover", FailoverProgram::run),
          Map.entry("fairness", FairnessProgram::run),
          Map.entry("fuzz", FuzzProgram::run),
          Map.entry("mail", MailProgram::run),
          Map.entry("noisy", NoisyProgram::run),
          Map.entry("overload", OverloadProgram::run),
          Map.entry("proxy", ProxyProgram::run),
          Map.entry("simulate", SimulateProgram::run),
          Map.entry("stopped", StoppedProgram::run));

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
    if (args.length > 0 && args[0].equals("noisy-node")) {
      NoisyNode.run(Options.parse(rest));
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
