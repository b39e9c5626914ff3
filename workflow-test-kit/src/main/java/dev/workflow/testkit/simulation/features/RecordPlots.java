package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.send;
import static dev.workflow.testkit.simulation.features.Telling.task;
import static dev.workflow.testkit.simulation.features.Telling.work;

import java.util.List;
import java.util.Set;

/** A record of the host changes, or cannot be read, while a workflow asks for it. */
final class RecordPlots {

  private static final Set<Topic> RECORDS = Set.of(Topic.RECORDS, Topic.TIMES);
  private static final String LEAD = "{'lead': {'type': 'lead', 'id': '{{subject.id}}'}}";
  private static final String NEW =
      "'when': {'field': 'lead.status', 'operator': 'eq', 'value': 'new'}";
  private static final String WON =
      "[{'when': {'field': 'lead.status', 'operator': 'eq', 'value': 'won'}}]";

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "a condition asks again after a delay",
              RECORDS,
              t ->
                  t.main(asking(t), work("then"))
                      .with(Documents.MAIN, "records", LEAD)
                      .go()
                      .work()
                      .on(Verb.RECORD, "a/0", "", t.pick("lost", "", "won"))
                      .time(61)
                      .work()),
          Plot.of(
              "the host cannot say what a condition asks",
              Set.of(Topic.RECORDS, Topic.TIMES, Topic.HOST),
              t ->
                  t.main(t.pick(asking(t), work("ask").replace("'id'", NEW + ", 'id'")))
                      .with(Documents.MAIN, "records", LEAD)
                      .go()
                      .on(Verb.HOST_FAILS, "", "", Host.RECORDS)
                      .work()
                      .go()
                      .later(61)
                      .on(Verb.HOST_RECOVERS, "", "", Host.RECORDS)
                      .later(120)),
          Plot.of(
              "an exit that asks for a record holds before a step",
              RECORDS,
              t ->
                  t.main(
                          "{'id': 'ask', 'action': 'sim_work', 'config': {}, 'delay': 'PT60S'}",
                          t.pick(work("then"), send("then", "'digest': 30")))
                      .with(Documents.MAIN, "records", LEAD)
                      .with(Documents.MAIN, "exit", WON)
                      .go()
                      .work()
                      .on(Verb.RECORD, "a/0", "", t.pick(Leads.WON, Leads.WON, "lost"))
                      .later(61)
                      .later(61)),
          Plot.of(
              "an exit that asks for a record holds before a message",
              Set.of(Topic.RECORDS, Topic.MESSAGES, Topic.HANDLING),
              t ->
                  t.main(send("tell", "'window': " + t.number(5, 15)))
                      .with(Documents.MAIN, "records", LEAD)
                      .with(Documents.MAIN, "exit", WON)
                      .go()
                      .work()
                      .on(Verb.RECORD, "a/0", "", Leads.WON)
                      .later(1_000)));

  private RecordPlots() {}

  private static String asking(Telling t) {
    return t.pick(
        "{'id': 'ask', 'action': 'sim_work', 'config': {}, 'delay': 'PT60S', " + NEW + "}",
        "{'id': 'ask', 'delay': 'PT60S', " + NEW + "}",
        task("ask", "'role': 'LAWYER', 'delay': 'PT60S', " + NEW));
  }
}
