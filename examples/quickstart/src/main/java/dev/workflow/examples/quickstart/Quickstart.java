package dev.workflow.examples.quickstart;

import dev.workflow.EngineOptions;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.ActorDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Plays a file of events through workflows and shows what became of them. Everything is kept in the
 * database: a second run continues where the first one ended and does nothing twice, even if the
 * first one was killed.
 */
public final class Quickstart {

  private static final String NEXT =
      """
      what next:
        your own workflows and events: --workflows FILE --events FILE, see docs/quickstart.md
        in an application of yours:    docs/getting-started.md
        a REST API and a console:      mvn -q -B -ntp package -DskipTests -pl examples/host -am && java -jar examples/host/target/host.jar
      """;

  private Quickstart() {}

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /** Runs with the arguments of the command line; returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      Arguments arguments = Arguments.parse(args);
      if (arguments.help()) {
        out.println(Arguments.HELP);
        return 0;
      }
      play(arguments, out);
      return 0;
    } catch (WorkflowException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    } catch (IOException | UncheckedIOException e) {
      err.println("cannot read or write a file: " + e.getMessage());
      return 2;
    }
  }

  private static void play(Arguments arguments, PrintStream out) throws IOException {
    long began = System.nanoTime();
    try (Database database = Database.open(arguments.database());
        JdbiWorkflowStore store = JdbiWorkflowStore.open(database.source());
        EventFile events = arguments.events()) {
      TimeLapseClock clock = new TimeLapseClock();
      WorkflowEngine.Builder builder =
          WorkflowEngine.builder()
              .store(store)
              .clock(clock)
              .records(new SampleRecords())
              .actors(ActorDirectory.open())
              .access(AccessPolicy.open())
              .options(
                  EngineOptions.defaults()
                      .withNodeId("quickstart")
                      .withLease(Duration.ofSeconds(1)));
      SilentSender.CHANNELS.forEach(
          channel -> builder.messaging(m -> m.sender(new SilentSender(channel))));
      try (WorkflowEngine engine = builder.build()) {
        out.println("database: " + arguments.database());
        Playback playback = new Playback(engine, store, clock, arguments.workflows());
        playback.play(events, new ProgressBar(out, events));
        Report report = Report.of(engine, playback.tenants());
        new Summary(out, engine, playback).print(report);
        Matter.tell(out);
        if (arguments.report() != null) {
          Files.writeString(arguments.report(), report.toJson().toPrettyString());
          out.println("report: " + arguments.report());
        }
      }
    }
    out.printf("took %.1f s%n%n%s", (System.nanoTime() - began) / 1e9, NEXT);
  }

  /** The database the engine works in. */
  interface Database extends AutoCloseable {

    DataSource source();

    @Override
    void close();

    static Database open(String url) {
      return PooledDatabase.open(url);
    }
  }
}
