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
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Figures, one call for each plot. */
@Tag(name = "statistics")
@RestController
@RequestMapping("/api/v1/statistics")
class StatisticsController {

  private final Engines engines;

  StatisticsController(Engines engines) {
    this.engines = engines;
  }

  private <S, T> Items<T> figures(
      Caller caller,
      @Nullable String workflow,
      Period period,
      BiFunction<Statistics, Statistics.Query, List<S>> asked,
      Function<S, T> shown) {
    List<S> figures = asked.apply(engines.of(caller).statistics(), period.query(caller, workflow));
    return Items.all(figures.stream().map(shown).toList());
  }

  @Operation(summary = "Started, how they ended, rates and cycle times")
  @GetMapping("/runs")
  Items<RunFigure> runs(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @ParameterObject Period period) {
    return figures(caller, workflow, period, Statistics::runs, RunFigure::of);
  }

  @Operation(summary = "The funnel of a workflow's steps")
  @GetMapping("/steps")
  Items<StepFigure> steps(
      Caller caller, @RequestParam String workflow, @ParameterObject Period period) {
    return figures(caller, workflow, period, Statistics::steps, StepFigure::of);
  }

  @Operation(summary = "The same by types of actions")
  @GetMapping("/actions")
  Items<ActionFigure> actions(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @ParameterObject Period period) {
    return figures(caller, workflow, period, Statistics::actions, ActionFigure::of);
  }

  @Operation(
      summary = "The arms of a split with the interval of their difference; success: outcomes")
  @GetMapping("/arms")
  Items<ArmFigure> arms(
      Caller caller,
      @RequestParam String workflow,
      @RequestParam String split,
      @RequestParam(required = false) @Nullable List<String> success,
      @ParameterObject Period period) {
    Set<Statistics.Outcome> outcomes = EnumSet.noneOf(Statistics.Outcome.class);
    for (String word : Objects.requireNonNullElse(success, List.of("completed", "exited"))) {
      outcomes.add(
          Refusal.require("success", Refusal.word(Statistics.Outcome.class, "success", word)));
    }
    return figures(
        caller,
        workflow,
        period,
        (statistics, query) -> statistics.arms(query, split, outcomes),
        ArmFigure::of);
  }

  @Operation(summary = "What became of messages, by channel")
  @GetMapping("/channels")
  Items<ChannelFigure> channels(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @ParameterObject Period period) {
    return figures(caller, workflow, period, Statistics::channels, ChannelFigure::of);
  }

  @Operation(summary = "What people did")
  @GetMapping("/people")
  Items<PersonFigure> people(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @ParameterObject Period period) {
    return figures(caller, workflow, period, Statistics::people, PersonFigure::of);
  }
}
