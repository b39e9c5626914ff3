package dev.workflow.examples.quickstart;

import dev.workflow.Instances;
import dev.workflow.Page;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Tick;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a user wants to see after a run. */
final class Summary {

  private final PrintStream out;
  private final WorkflowEngine engine;
  private final Playback playback;

  Summary(PrintStream out, WorkflowEngine engine, Playback playback) {
    this.out = out;
    this.engine = engine;
    this.playback = playback;
  }

  void print(Report report) {
    out.printf(
        "%n%,d events accepted, %,d known from an earlier run%n%n",
        playback.accepted(), playback.repeated());
    out.printf(
        "%-28s %9s %9s %9s %9s %9s%n",
        "workflow", "started", "waiting", "completed", "exited", "failed");
    report
        .workflows()
        .forEach(
            (key, figures) ->
                out.printf(
                    "%-28s %,9d %,9d %,9d %,9d %,9d%n",
                    key,
                    figures.started,
                    figures.waiting,
                    figures.completed,
                    figures.exited,
                    figures.failed));
    for (TenantId tenant : playback.tenants()) {
      new Trends(out, engine).print(tenant, report.workflows().keySet());
      schedules(tenant);
      messages(tenant);
      openWork(tenant);
    }
    playback.tenants().stream().findFirst().ifPresent(this::oneInstance);
    playback
        .whyNot()
        .ifPresent(
            why ->
                out.printf(
                    "%nwhy event %s (%s) did not start a workflow:%n  %s%n",
                    why.event().id(), why.event().type(), why.toString().replace("\n", "\n  ")));
  }

  private void messages(TenantId tenant) {
    Map<String, Long> counts = new TreeMap<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Messages.Message> page =
          engine.messaging().messages().list(tenant, null, null, cursor.orElse(null), 1_000);
      page.items()
          .forEach(
              message -> counts.merge(message.channel() + " " + message.state(), 1L, Long::sum));
      cursor = page.next();
    } while (cursor.isPresent());
    out.printf("%nmessages of %s: %s%n", tenant, counts.isEmpty() ? "none" : counts);
  }

  private void schedules(TenantId tenant) {
    for (Schedule schedule : engine.schedules().list(tenant, null, null, 20).items()) {
      List<Tick> ticks = engine.schedules().history(tenant, schedule.id(), null, 1_000).items();
      out.printf(
          "schedule of %s: %,d ticks%s%s%n",
          schedule.workflow(),
          ticks.size(),
          ticks.isEmpty()
              ? ""
              : ", the last one %s %s".formatted(ticks.get(0).plannedAt(), ticks.get(0).state()),
          schedule.nextAt() == null ? "" : ", the next one " + schedule.nextAt());
    }
  }

  private void openWork(TenantId tenant) {
    Page<Tasks.Task> tasks = engine.tasks().list(tenant, null, 5);
    if (tasks.items().isEmpty()) {
      return;
    }
    out.printf("%nopen work of %s, first %d:%n", tenant, tasks.items().size());
    for (Tasks.Task task : tasks.items()) {
      out.printf(
          "  %s of %s about %s, for %s, %s%n",
          task.label(),
          task.workflow(),
          task.subject(),
          task.roles().isEmpty() ? "anyone" : String.join(" or ", task.roles()),
          task.state());
    }
  }

  private void oneInstance(TenantId tenant) {
    engine.instances().list(Instances.Query.of(tenant), null, 200).items().stream()
        .max(java.util.Comparator.comparingInt(one -> engine.history().of(tenant, one.id()).size()))
        .ifPresent(
            one -> {
              out.printf("%none instance's story:%n%s%n", engine.history().story(tenant, one.id()));
              out.printf(
                  "its diagram (Mermaid):%n%s%n", engine.history().diagram(tenant, one.id()));
            });
  }
}
