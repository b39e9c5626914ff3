package dev.workflow.examples.host.engine.schedules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.definition.ScheduleTiming;
import dev.workflow.definition.Trigger;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Rights;
import dev.workflow.examples.host.engine.schedules.ScheduleView.NextTick;
import dev.workflow.examples.host.engine.schedules.ScheduleView.TickView;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.users.Tenants;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.Schedules;
import dev.workflow.spi.AccessPolicy.Right;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Schedules: those of workflows' triggers, and scheduled tasks. */
@Tag(name = "schedules")
@RestController
@RequestMapping("/api/v1/schedules")
class ScheduleController {

  private static final int MOST = 100;

  private final Engines engines;
  private final Tenants tenants;
  private final Rights rights;

  ScheduleController(Engines engines, Tenants tenants, Rights rights) {
    this.engines = engines;
    this.tenants = tenants;
    this.rights = rights;
  }

  private Schedules schedules(Caller caller) {
    return engines.of(caller).schedules();
  }

  private ZoneId zone(Caller caller) {
    return tenants.find(caller.tenant()).map(settings -> settings.zone()).orElse(ZoneId.of("UTC"));
  }

  private ScheduleView view(Caller caller, Schedule schedule) {
    return ScheduleView.of(schedule, zone(caller));
  }

  @Operation(summary = "List")
  @GetMapping
  ResponseEntity<Items<ScheduleView>> list(
      Caller caller, @RequestParam(required = false) @Nullable String workflow, Pages pages) {
    return pages.of(
        (cursor, limit) -> schedules(caller).list(caller.tenant(), workflow, cursor, limit),
        one -> view(caller, one));
  }

  @Operation(summary = "Creates a scheduled task")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<ScheduleView> create(Caller caller, @RequestBody ObjectNode body) {
    Schedule made =
        schedules(caller).create(caller.tenant(), ScheduledTask.parse(body), caller.actor());
    return Created.at("/api/v1/schedules/{id}", view(caller, made), made.id());
  }

  @Operation(summary = "Get")
  @GetMapping("/{id}")
  ScheduleView get(Caller caller, @PathVariable String id) {
    return view(caller, schedules(caller).get(caller.tenant(), Ids.schedule(id)));
  }

  @Operation(summary = "Update")
  @PutMapping("/{id}")
  ScheduleView update(Caller caller, @PathVariable String id, @RequestBody ObjectNode body) {
    return view(
        caller,
        schedules(caller)
            .update(caller.tenant(), Ids.schedule(id), ScheduledTask.parse(body), caller.actor()));
  }

  @Operation(summary = "Delete")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(Caller caller, @PathVariable String id) {
    schedules(caller).delete(caller.tenant(), Ids.schedule(id), caller.actor());
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "Pause")
  @PostMapping("/{id}/pause")
  ScheduleView pause(Caller caller, @PathVariable String id) {
    schedules(caller).pause(caller.tenant(), Ids.schedule(id), caller.actor());
    return get(caller, id);
  }

  /** What happens to ticks that were missed meanwhile: skip, fire_once or fire_all. */
  record ScheduleResume(@Nullable String catchUp) {}

  @Operation(summary = "Resume")
  @PostMapping("/{id}/resume")
  ScheduleView resume(Caller caller, @PathVariable String id, @RequestBody ScheduleResume body) {
    Trigger.Misfire catchUp =
        Objects.requireNonNullElse(
            Refusal.word(Trigger.Misfire.class, "catch_up", body.catchUp()), Trigger.Misfire.SKIP);
    schedules(caller).resume(caller.tenant(), Ids.schedule(id), catchUp, caller.actor());
    return get(caller, id);
  }

  @Operation(summary = "Runs it now; forced also while one runs")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PostMapping("/{id}/run")
  ResponseEntity<TickView> runNow(
      Caller caller,
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean forced) {
    TickView tick =
        TickView.of(
            schedules(caller).runNow(caller.tenant(), Ids.schedule(id), forced, caller.actor()));
    return Created.accepted("/api/v1/schedules/{id}/history", tick, id);
  }

  @Operation(summary = "The next ticks in its zone")
  @GetMapping("/{id}/next")
  Items<NextTick> next(
      Caller caller, @PathVariable String id, @RequestParam(defaultValue = "5") int count) {
    Schedule schedule = schedules(caller).get(caller.tenant(), Ids.schedule(id));
    ZoneId zone = schedule.timing().zoneOr(zone(caller));
    return Items.all(
        schedules(caller).next(caller.tenant(), schedule.id(), counted(count)).stream()
            .map(tick -> NextTick.of(tick, zone))
            .toList());
  }

  private static int counted(int count) {
    if (count < 1 || count > MOST) {
      throw Refusal.of("count", "must be 1 to " + MOST);
    }
    return count;
  }

  @Operation(summary = "What it did, newest first")
  @GetMapping("/{id}/history")
  ResponseEntity<Items<TickView>> history(Caller caller, @PathVariable String id, Pages pages) {
    return pages.of(
        (cursor, limit) ->
            schedules(caller).history(caller.tenant(), Ids.schedule(id), cursor, limit),
        TickView::of);
  }

  /** Runs it for the ticks of a time. */
  record Backfill(Instant from, Instant to) {}

  /** For how many ticks it runs. */
  record Backfilled(int ticks) {}

  @Operation(summary = "Backfill")
  @PostMapping("/{id}/backfill")
  Backfilled backfill(Caller caller, @PathVariable String id, @RequestBody Backfill body) {
    return new Backfilled(
        schedules(caller)
            .backfill(caller.tenant(), Ids.schedule(id), body.from(), body.to(), caller.actor()));
  }

  /** A timing as documents write it: a cron expression, or a period. */
  record TimingInput(
      @Nullable String schedule,
      @Nullable String every,
      @Nullable String anchor,
      @Nullable String timezone,
      @Nullable String jitter,
      @Nullable String from,
      @Nullable String until) {

    ObjectNode json() {
      ObjectNode json = Json.object();
      put(json, "schedule", schedule);
      put(json, "every", every);
      put(json, "anchor", anchor);
      put(json, "timezone", timezone);
      put(json, "jitter", jitter);
      put(json, "from", from);
      put(json, "until", until);
      return json;
    }

    private static void put(ObjectNode json, String key, @Nullable String value) {
      if (value != null) {
        json.put(key, value);
      }
    }
  }

  @Operation(
      summary =
          "The next ticks of a timing that is being written: schedule or every, timezone, from, until")
  @PostMapping("/preview")
  Items<NextTick> preview(
      Caller caller, @RequestParam(defaultValue = "5") int count, @RequestBody TimingInput body) {
    rights.require(caller, Right.START, null, null);
    Problems problems = Problems.none();
    ScheduleTiming timing = ScheduleTiming.read(body.json(), problems);
    problems.throwIfAny(list -> new InvalidInputException("The schedule", list));
    ScheduleTiming read = Refusal.require("schedule", timing);
    ZoneId zone = zone(caller);
    List<NextTick> ticks = new ArrayList<>();
    Instant after = Instant.now();
    for (int i = 0; i < counted(count); i++) {
      Optional<Instant> tick = read.nextAfter(after, zone);
      if (tick.isEmpty()) {
        break;
      }
      after = tick.get();
      ticks.add(NextTick.of(after, read.zoneOr(zone)));
    }
    return Items.all(ticks);
  }
}
