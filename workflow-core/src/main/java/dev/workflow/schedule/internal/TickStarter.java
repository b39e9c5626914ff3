package dev.workflow.schedule.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.service.EachRecord;
import dev.workflow.internal.text.Limits;
import dev.workflow.schedule.Tick.State;
import dev.workflow.spi.RecordSelection;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.TickRow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts what ticks are for, in the transaction that writes them. */
final class TickStarter {

  private final CommandContext work;

  TickStarter(CommandContext work) {
    this.work = work;
  }

  /** The tick with what came of starting it: RUNNING, SKIPPED or FAILED. */
  TickRow start(ScheduleSpec spec, TickRow tick) {
    TenantId tenant = tick.key().schedule().tenant();
    StepTree workflow = work.workflows(tenant).newest().get(spec.workflow());
    if (workflow == null) {
      return Ticks.ended(
          tick,
          State.FAILED,
          work.now(),
          "there is no published workflow \"" + Limits.oneLine(spec.workflow()) + "\"");
    }
    if (!workflow.definition().enabled()) {
      return Ticks.ended(
          tick, State.SKIPPED, work.now(), "the workflow \"" + spec.workflow() + "\" is disabled");
    }
    try {
      Optional<InstanceId> started =
          spec.records() == null
              ? work.start(
                  tenant,
                  workflow,
                  spec.subject(),
                  input(spec, tick),
                  actor(tick.actor()),
                  spec.principal())
              : forEach(spec, spec.records(), workflow, tick);
      return started
          .map(instance -> Ticks.running(tick, instance.value(), work.now()))
          .orElseGet(
              () ->
                  Ticks.ended(
                      tick,
                      State.SKIPPED,
                      work.now(),
                      "an instance of the workflow with the same concurrency key is active"));
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      return Ticks.ended(tick, State.FAILED, work.now(), String.valueOf(e.getMessage()));
    }
  }

  /** An instance that starts one for each record, as who published the workflow. */
  private Optional<InstanceId> forEach(
      ScheduleSpec spec, RecordSelection records, StepTree workflow, TickRow tick) {
    TenantId tenant = tick.key().schedule().tenant();
    StepTree each = work.workflows(tenant).newest().get(EachRecord.WORKFLOW);
    if (each == null) {
      throw new NotFoundException(
          "there is no published workflow \""
              + EachRecord.WORKFLOW
              + "\"; publish \""
              + spec.workflow()
              + "\" again");
    }
    TenantDirectory.Settings settings = work.engine().tenant(tenant);
    ObjectNode about = Json.object();
    about.putObject("tenant").put("id", tenant.value()).put("zone", settings.zone().getId());
    JsonNode filters =
        ConfigTemplate.parse(records.filters())
            .evaluate(about, RenderContext.of(tick.key().plannedAt(), settings.zone()));
    ObjectNode own = input(spec, tick);
    ObjectNode ofEach = own.deepCopy();
    ofEach.withObject("/schedule").remove("tick"); // that is the instance that starts them
    ObjectNode input =
        EachRecord.input(
            spec.workflow(),
            new RecordSelection(records.type(), (ObjectNode) filters),
            ofEach,
            TickIds.of(tick.key()));
    input.set("schedule", own.get("schedule"));
    return work.start(tenant, each, null, input, actor(tick.actor()), workflow.publisher());
  }

  private static Actor actor(@Nullable String actor) {
    return actor == null ? Actor.ENGINE : Actor.of(actor);
  }

  private static ObjectNode input(ScheduleSpec spec, TickRow tick) {
    ObjectNode input = spec.input().deepCopy();
    input
        .putObject("schedule")
        .put("id", tick.key().schedule().id().toString())
        .put("name", spec.label())
        .put("plannedAt", tick.key().plannedAt().toString())
        .put("tick", TickIds.of(tick.key()));
    return input;
  }
}
