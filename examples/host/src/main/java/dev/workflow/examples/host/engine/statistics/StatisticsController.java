package dev.workflow.examples.host.engine.statistics;

import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.statistics.Figures.ActionFigure;
import dev.workflow.examples.host.engine.statistics.Figures.ArmFigure;
import dev.workflow.examples.host.engine.statistics.Figures.ChannelFigure;
import dev.workflow.examples.host.engine.statistics.Figures.PersonFigure;
import dev.workflow.examples.host.engine.statistics.Figures.RunFigure;
import dev.workflow.examples.host.engine.statistics.Figures.StepFigure;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.statistics.Statistics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Figures, one call for each plot. {@code from} is 30 days ago and {@code to} now by default;
 * {@code bucket} is total, hour, day, week or month of the {@code zone}.
 */
@Tag(name = "statistics")
@RestController
@RequestMapping("/api/v1/statistics")
class StatisticsController {

  private static final Duration USUAL = Duration.ofDays(30);

  private final Engines engines;

  StatisticsController(Engines engines) {
    this.engines = engines;
  }

  private Statistics statistics(Caller caller) {
    return engines.of(caller).statistics();
  }

  private static Statistics.Query query(
      Caller caller,
      @Nullable String workflow,
      @Nullable Integer version,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String bucket,
      String zone) {
    Instant end = to == null ? Instant.now() : to;
    ZoneId in;
    try {
      in = ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw Refusal.of("zone", "is no zone such as Europe/Amsterdam");
    }
    return new Statistics.Query(
        caller.tenant(),
        workflow,
        version,
        from == null ? end.minus(USUAL) : from,
        end,
        Objects.requireNonNullElse(
            Refusal.word(Statistics.Bucket.class, "bucket", bucket), Statistics.Bucket.TOTAL),
        in);
  }

  @Operation(summary = "Started, how they ended, rates and cycle times")
  @GetMapping("/runs")
  Items<RunFigure> runs(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String bucket,
      @RequestParam(defaultValue = "UTC") String zone) {
    return Items.all(
        statistics(caller).runs(query(caller, workflow, version, from, to, bucket, zone)).stream()
            .map(RunFigure::of)
            .toList());
  }

  @Operation(summary = "The funnel of a workflow's steps")
  @GetMapping("/steps")
  Items<StepFigure> steps(
      Caller caller,
      @RequestParam String workflow,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String bucket,
      @RequestParam(defaultValue = "UTC") String zone) {
    return Items.all(
        statistics(caller).steps(query(caller, workflow, version, from, to, bucket, zone)).stream()
            .map(StepFigure::of)
            .toList());
  }

  @Operation(summary = "The same by types of actions")
  @GetMapping("/actions")
  Items<ActionFigure> actions(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String bucket,
      @RequestParam(defaultValue = "UTC") String zone) {
    return Items.all(
        statistics(caller)
            .actions(query(caller, workflow, version, from, to, bucket, zone))
            .stream()
            .map(ActionFigure::of)
            .toList());
  }

  @Operation(
      summary = "The arms of a split with the interval of their difference; success: outcomes")
  @GetMapping("/arms")
  Items<ArmFigure> arms(
      Caller caller,
      @RequestParam String workflow,
      @RequestParam String split,
      @RequestParam(required = false) @Nullable List<String> success,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "UTC") String zone) {
    Set<Statistics.Outcome> outcomes = EnumSet.noneOf(Statistics.Outcome.class);
    for (String word : Objects.requireNonNullElse(success, List.of("completed", "exited"))) {
      outcomes.add(
          Refusal.require("success", Refusal.word(Statistics.Outcome.class, "success", word)));
    }
    return Items.all(
        statistics(caller)
            .arms(query(caller, workflow, version, from, to, null, zone), split, outcomes)
            .stream()
            .map(ArmFigure::of)
            .toList());
  }

  @Operation(summary = "What became of messages, by channel")
  @GetMapping("/channels")
  Items<ChannelFigure> channels(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String bucket,
      @RequestParam(defaultValue = "UTC") String zone) {
    return Items.all(
        statistics(caller)
            .channels(query(caller, workflow, version, from, to, bucket, zone))
            .stream()
            .map(ChannelFigure::of)
            .toList());
  }

  @Operation(summary = "What people did")
  @GetMapping("/people")
  Items<PersonFigure> people(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String bucket,
      @RequestParam(defaultValue = "UTC") String zone) {
    return Items.all(
        statistics(caller).people(query(caller, workflow, version, from, to, bucket, zone)).stream()
            .map(PersonFigure::of)
            .toList());
  }
}
