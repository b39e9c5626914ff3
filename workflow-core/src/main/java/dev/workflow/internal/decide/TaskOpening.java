package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Performer.TaskTime;
import dev.workflow.definition.Step;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.Limits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens a step that people do when it becomes READY: its candidates and its dates. */
final class TaskOpening {

  /** An actor's id is no longer, so what is cut off here is nobody's. */
  private static final int MAX_ACTOR = 200;

  static final int MAX_ACTORS = 1_000;

  private static final int MAX_FIELD = 200;

  private final DecisionBuilder decision;
  private final Scope scope;
  private final ZoneId zone;

  TaskOpening(DecisionBuilder decision, Scope scope) {
    this.decision = decision;
    this.scope = scope;
    this.zone = decision.around().tenant().zone();
  }

  /** A step about to become READY for the first time. */
  StepRun opened(Step step, StepRun run) {
    return found(step, dated(step, assigned(step, run)));
  }

  /**
   * A step that becomes READY once more keeps its holder, and the answers that some of several
   * people have given; dates begin anew.
   */
  StepRun reopened(Step step, StepRun run) {
    TaskState task = run.task();
    return found(
        step,
        dated(
            step,
            run.task(
                task.rungs(List.of())
                    .suspension(null)
                    .participation(task.participation().offeredTo(null)))));
  }

  /** With whom it is for. */
  StepRun assigned(Step step, StepRun run) {
    Performer performer = step.settings().performer();
    Performer.Quorum quorum = performer.quorum();
    TaskState task =
        run.task()
            .audience(
                new TaskState.Audience(
                    actors(performer.candidates().actors()),
                    run.task().audience().roles(),
                    false,
                    run.task().hands()));
    if (quorum != null && !quorum.seats().isEmpty()) {
      task = task.ballot(new TaskState.Ballot(actors(quorum.seats()), task.ballot().votes()));
    }
    StepRun named = run.task(task);
    Template assignee = performer.candidates().assignee();
    if (assignee == null) {
      return named;
    }
    String somebody = actor(value(assignee));
    if (somebody != null && task.participation().declined().contains(somebody)) {
      somebody = null;
    }
    boolean others =
        !performer.candidates().roles().isEmpty() || !task.audience().actors().isEmpty();
    return named.assignee(somebody == null && !others ? Commands.NOBODY : somebody);
  }

  /** With the values by which it is found. */
  private StepRun found(Step step, StepRun run) {
    Map<String, Template> fields = step.settings().performer().taskPolicy().fields();
    if (fields.isEmpty()) {
      return run;
    }
    Map<String, String> values = new LinkedHashMap<>();
    fields.forEach(
        (name, template) -> {
          String value = field(value(template));
          if (value != null) {
            values.put(name, value);
          }
        });
    return run.task(run.task().participation(run.task().participation().fields(values)));
  }

  /** A value on one line; null: what is no text, number, true or false is none. */
  private static @Nullable String field(JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      return null;
    }
    String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    text = Limits.storable(text.replaceAll("\\R|\\p{Cntrl}", " ").strip(), MAX_FIELD);
    return text.isEmpty() ? null : text;
  }

  private StepRun dated(Step step, StepRun run) {
    Performer performer = step.settings().performer();
    Instant due = time(step, performer.deadlines().due());
    boolean fixed = performer.deadlines().due() instanceof TaskTime.Until;
    Instant followUp = time(step, performer.deadlines().followUp());
    TaskState.Times times =
        new TaskState.Times(due, null, followUp, fixed, Duration.ZERO, List.of(), null);
    return run.task(
        run.task().times(reminded(step, times)).priority(priority(performer.priority())));
  }

  /** Where people are told that it is READY, that is the reminder whose time has passed already. */
  private TaskState.Times reminded(Step step, TaskState.Times times) {
    return TaskReminders.told(decision, step)
        ? TaskReminders.opened(step, times, zone, decision.now())
        : times;
  }

  private JsonNode value(Template template) {
    return template.evaluateLeniently(decision.data(scope), decision.now(), zone);
  }

  private List<String> actors(List<Template> templates) {
    Set<String> actors = new LinkedHashSet<>();
    for (Template template : templates) {
      List<JsonNode> values = new ArrayList<>();
      JsonNode value = value(template);
      if (value.isArray()) {
        value.forEach(values::add);
      } else {
        values.add(value);
      }
      for (JsonNode one : values) {
        String actor = actor(one);
        if (actor != null && actors.size() < MAX_ACTORS) {
          actors.add(actor);
        }
      }
    }
    return List.copyOf(actors);
  }

  /** The actor that an expression gives; null: what no actor can be is nobody. */
  static @Nullable String actor(JsonNode value) {
    String text = value.isTextual() || value.isNumber() ? value.asText() : "";
    boolean somebody =
        !text.isBlank()
            && Limits.wrongLine(text, MAX_ACTOR) == null
            && !text.equals(Actor.ENGINE.id());
    return somebody ? text : null;
  }

  /** The actor that an escalation moves the step to; null: nobody. */
  @Nullable String actor(Template template) {
    return actor(value(template));
  }

  private int priority(@Nullable Template priority) {
    if (priority == null) {
      return Performer.USUAL_PRIORITY;
    }
    JsonNode value = value(priority);
    double number = value.isNumber() ? value.doubleValue() : parsed(value.asText());
    return Double.isNaN(number)
        ? Performer.USUAL_PRIORITY
        : (int) Math.max(0, Math.min(100, number));
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** A date that cannot be worked out is none: the step is done all the same. */
  private @Nullable Instant time(Step step, @Nullable TaskTime time) {
    if (time instanceof TaskTime.After after) {
      return after.span().addTo(decision.now(), zone);
    } else if (time instanceof TaskTime.BusinessDays business) {
      return endOfBusinessDay(business.days());
    } else if (time instanceof TaskTime.BusinessHours hours) {
      return new TaskClock(decision, step).afterWorking(decision.now(), hours.time());
    } else if (time instanceof TaskTime.Until until) {
      JsonNode value = value(until.time());
      try {
        return value.isTextual() ? instant(value.textValue()) : null;
      } catch (DateTimeException e) {
        return null;
      }
    }
    return null;
  }

  private Instant endOfBusinessDay(int days) {
    LocalDate day = decision.now().atZone(zone).toLocalDate();
    int left = days;
    // A calendar without working days gives the last day looked at.
    for (int looked = 0; left > 0 && looked < 7 * days + 366; looked++) {
      day = day.plusDays(1);
      if (decision.businessDays().isBusinessDay(day)) {
        left--;
      }
    }
    return endOf(day);
  }

  private Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1);
  }

  private @Nullable Instant instant(String text) {
    Instant time =
        text.length() == 10 ? endOf(LocalDate.parse(text)) : OffsetDateTime.parse(text).toInstant();
    return Limits.wrongTime(time) == null ? time : null;
  }
}
