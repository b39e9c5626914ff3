package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many queued messages a second one engine sends through a sender that does nothing, and how
 * many a program written by hand does: rounds of the one and of the other take turns. With {@code
 * --hanging}, beside as many older messages of a channel whose sender never answers.
 */
final class MessagesProgram {

  private MessagesProgram() {}

  /** One round of both. */
  private record Round(double engine, double limit, Counters cost) {}

  static void run(Options options) throws Exception {
    int messages = options.number("messages", 50_000);
    int rounds = options.number("rounds", 3);
    int tenants = options.number("tenants", 10);
    int hanging = options.number("hanging", 0);
    int statements = options.number("statements", 0);
    try (Database database = Database.open(options.text("jdbc"));
        EngineMessages engine = new EngineMessages(database);
        LimitMessages limit = LimitMessages.open(database)) {
      ObjectNode machine = Machine.describe(database);
      int warmup = options.number("warmup", messages);
      engine.perSecond(warmup, tenants);
      limit.perSecond(warmup, tenants);
      engine.hang(hanging);
      if (statements > 0) {
        Statements.forget(database);
      }
      List<Round> measured = new ArrayList<>();
      for (int i = 1; i <= rounds; i++) {
        measured.add(round(database, engine, limit, messages, tenants));
        print(measured.subList(i - 1, i), messages, tenants, hanging, machine, "round " + i);
      }
      print(measured, messages, tenants, hanging, machine, "median");
      if (statements > 0) {
        Statements.print(database, statements);
      }
    }
  }

  private static Round round(
      Database database, EngineMessages engine, LimitMessages limit, int messages, int tenants)
      throws Exception {
    engine.fill(messages, tenants);
    Counters before = Counters.read(database);
    double byEngine = engine.send(messages);
    Counters cost = Counters.read(database).since(before);
    return new Round(byEngine, limit.perSecond(messages, tenants), cost);
  }

  private static void print(
      List<Round> rounds, int messages, int tenants, int hanging, ObjectNode machine, String what) {
    double perSecond = Output.median(rounds.stream().mapToDouble(Round::engine).toArray());
    double limit = Output.median(rounds.stream().mapToDouble(Round::limit).toArray());
    ObjectNode line = Output.line("messages", what);
    Output.put(line, "messagesPerSecond", perSecond);
    Output.put(line, "limitMessagesPerSecond", limit);
    Output.put(
        line,
        "ratio",
        Output.median(rounds.stream().mapToDouble(one -> one.engine() / one.limit()).toArray()));
    Output.put(line, "commitsPerMessage", median(rounds, messages, Counters::commits));
    Output.put(line, "walBytesPerMessage", median(rounds, messages, Counters::walBytes));
    Output.put(line, "cpuMsPerMessage", median(rounds, messages, Counters::cpuMs));
    line.put("messages", messages).put("tenants", tenants).put("hanging", hanging).setAll(machine);
    Output.print(line);
    Output.people(
        "messages, %s: %,.0f/s of %,.0f by hand, of %,d of %d tenants beside %,d of a channel that hangs",
        what, perSecond, limit, messages, tenants, hanging);
  }

  private static double median(List<Round> rounds, int messages, ToDoubleFunction<Counters> cost) {
    return Output.median(
        rounds.stream().mapToDouble(one -> cost.applyAsDouble(one.cost()) / messages).toArray());
  }
}
