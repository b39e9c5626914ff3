package dev.workflow.examples.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Runs the program that the first argument names. */
public final class Benchmarks {

  private static final String HELP =
      """
      java -jar benchmarks.jar PROGRAM [--option value ...]

        durable   event -> instance -> 4 steps, each result durable before the next step begins,
                  beside a program written by hand that records the same facts
                  --runs 20000  --rounds 5  --inflight 64  --warmup 5000  --jdbc URL
                  --statements 12   also those that took the database longest
        timers    delays that end at once, while others wait, beside claiming by hand
                  --due 100000  --waiting 1000000  --jdbc URL
        claims    what a claim costs while one of many tenants has a backlog
                  --tenants 10000  --waiting 1000000  --flood 100000  --jdbc URL
        messages  messages that a sender takes at once, beside an outbox written by hand
                  --messages 50000  --rounds 3  --tenants 10  --jdbc URL
                  --hanging 1000000  beside as many of a channel that hangs
                  --statements 12   also those that took the database longest
        waits     steps that wait for one type of event: what an event about one subject costs
                  --waits 100000  --events 2000  --jdbc URL
        growth    durable runs beside few and beside many finished instances
                  --finished 5000000  --runs 15000  --inflight 64  --purge 1000000  --jdbc URL
        feedback  delivery reports an engine takes a second, durable when a call returns
                  --messages 100000  --rounds 3  --batch 100  --clients 4  --jdbc URL
        inbox     lists and counts of messages inside the application, of one among many people
                  --messages 1000000  --users 1000  --calls 20000  --jdbc URL
        tasks     inboxes of people, counts, next and complete, at very many open tasks
                  --tasks 1000000  --matters 300  --calls 4000  --jdbc URL
        schedules schedules that are due in one second, and what finding them costs beside many
                  --due 100000  --waiting 100000  --jdbc URL
                  --statements 12   also those that took the database longest
        statistics  what questions about a year cost after very many runs, and a search in a long log
                  --runs 10000000  --steps 4  --log 1000000  --jdbc URL
        records   runs whose steps ask a fresh record of the host, beside runs that ask the event
                  --runs 20000  --rounds 5  --inflight 64  --warmup 10000  --jdbc URL
        startup   how soon an engine works in a new JVM, with 1 and with many definitions
                  --definitions 10000  --times 5  --jdbc URL
        host      the example host, which runs already: requests with a token at a fixed rate, each timed
                  from the moment for which it was planned; two fifths publish or start
                  --url http://127.0.0.1:8080  --token T  --tenant acme  --rate 500  --seconds 30
                  --warmup 15 (seconds)  --clients 64 (requests at the same time); it ends after twice the
                  time at the latest, and says how many requests could not be sent
        conditions  evaluating 3 and 20 leaves beside Java written by hand, compiling 20
        matching    matching an event against rules, changing rules: --rules 10,1000,100000
                  both with JMH: --forks 1  --warmup 5  --iterations 5

      durable also runs on H2: --jdbc 'jdbc:h2:/tmp/bench;WRITE_DELAY=0'. The others that use a
      database need PostgreSQL 18. Without --jdbc one is started for the program and thrown away after it.
      """;

  private static final Map<String, Program> PROGRAMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("claims", ClaimsProgram::run),
              Map.entry("conditions", ConditionsProgram::run),
              Map.entry("durable", DurableProgram::run),
              Map.entry("feedback", FeedbackProgram::run),
              Map.entry("growth", GrowthProgram::run),
              Map.entry("host", HostProgram::run),
              Map.entry("inbox", InboxProgram::run),
              Map.entry("matching", MatchingProgram::run),
              Map.entry("messages", MessagesProgram::run),
              Map.entry("records", RecordsProgram::run),
              Map.entry("schedules", SchedulesProgram::run),
              Map.entry("start", StartupProgram::start),
              Map.entry("startup", StartupProgram::run),
              Map.entry("statistics", StatisticsProgram::run),
              Map.entry("tasks", TasksProgram::run),
              Map.entry("timers", TimersProgram::run),
              Map.entry("waits", WaitsProgram::run)));

  private Benchmarks() {}

  /** One program. */
  @FunctionalInterface
  interface Program {
    void run(Options options) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Program program = args.length == 0 ? null : PROGRAMS.get(args[0]);
    if (program == null) {
      System.err.print(HELP);
      System.exit(2);
    } else {
      program.run(Options.parse(Arrays.copyOfRange(args, 1, args.length)));
      System.exit(0);
    }
  }
}
