package dev.workflow.examples.host.engine.upcoming;

import dev.workflow.SubjectRef;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.upcoming.UpcomingWork;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is to come by time: messages, ticks, delays, retries, due dates. */
@Tag(name = "upcoming")
@RestController
@RequestMapping("/api/v1/upcoming")
class UpcomingController {

  private final Engines engines;

  UpcomingController(Engines engines) {
    this.engines = engines;
  }

  /**
   * Something that is to come.
   *
   * @param changes what can be done with it: skip, move, run_now, hold, release
   */
  record UpcomingView(
      String id,
      Instant at,
      UpcomingWork.Kind kind,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      @Nullable String instanceId,
      @Nullable String step,
      boolean held,
      String what,
      Set<String> changes) {

    static UpcomingView of(UpcomingWork.Entry one) {
      Set<String> changes = new TreeSet<>();
      one.changes().forEach(change -> changes.add(change.name().toLowerCase(Locale.ROOT)));
      return new UpcomingView(
          one.id().toString(),
          one.at(),
          one.kind(),
          one.workflow(),
          one.subject(),
          one.instance() == null ? null : one.instance().toString(),
          one.step(),
          one.held(),
          one.what(),
          changes);
    }
  }

  @Operation(summary = "What is to come, the first first")
  @GetMapping
  ResponseEntity<Items<UpcomingView>> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String workflow,
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable List<String> kind,
      Pages pages) {
    Set<UpcomingWork.Kind> kinds = new LinkedHashSet<>();
    for (String word : Objects.requireNonNullElse(kind, List.<String>of())) {
      kinds.add(Refusal.require("kind", Refusal.word(UpcomingWork.Kind.class, "kind", word)));
    }
    UpcomingWork.Query query =
        new UpcomingWork.Query(from, to, workflow, Subjects.find(subject), kinds);
    return pages.of(
        (cursor, limit) ->
            engines.of(caller).upcoming().list(caller.tenant(), query, cursor, limit),
        UpcomingView::of);
  }

  /**
   * What is done with what.
   *
   * @param id from the list
   * @param change skip, move, run_now, hold or release
   * @param to of move
   */
  record UpcomingChange(String id, String change, @Nullable Instant to, @Nullable String reason) {}

  @Operation(summary = "Skips, moves, runs, holds or releases what is to come")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/changes")
  ResponseEntity<Void> change(Caller caller, @RequestBody UpcomingChange body) {
    UpcomingWork work = engines.of(caller).upcoming();
    UpcomingWork.Id id = UpcomingWork.Id.parse(body.id());
    switch (body.change()) {
      case "skip" -> work.skip(caller.tenant(), id, caller.actor(), body.reason());
      case "move" ->
          work.move(
              caller.tenant(), id, Refusal.require("to", body.to()), caller.actor(), body.reason());
      case "run_now" -> work.runNow(caller.tenant(), id, caller.actor(), body.reason());
      case "hold" -> work.hold(caller.tenant(), id, caller.actor(), body.reason());
      case "release" -> work.release(caller.tenant(), id, caller.actor(), body.reason());
      default -> throw Refusal.of("change", "is none of skip, move, run_now, hold, release");
    }
    return ResponseEntity.noContent().build();
  }
}
