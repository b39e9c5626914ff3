package dev.workflow.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.condition.Condition;
import dev.workflow.definition.Delay;
import dev.workflow.definition.Exit;
import dev.workflow.definition.Join;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.definition.StepSettings;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.DidYouMean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks a definition against the event catalogue. For one use by one thread. */
final class DefinitionEvents {

  private final EventCatalog catalog;
  private final WorkflowDefinition definition;
  private final StepTexts texts;
  private final Problems types = Problems.none();
  private final Problems all = Problems.none();
  private final Map<String, String> waits = new HashMap<>();

  DefinitionEvents(EventCatalog catalog, WorkflowDefinition definition, StepTexts texts) {
    this.catalog = catalog;
    this.texts = texts;
    this.definition = definition;
    definition.allSteps().stream()
        .filter(Step.Wait.class::isInstance)
        .map(Step.Wait.class::cast)
        .forEach(wait -> waits.put(wait.id(), wait.event()));
    triggers(all.at("triggers"));
    PayloadPaths ofPayload = ofStart();
    definition
        .records()
        .forEach((name, use) -> template(use.id(), all.at("records").at(name).at("id"), ofPayload));
    PayloadPaths ofStart = ofPayload.with(definition.records().keySet().toArray(String[]::new));
    if (definition.concurrency().key() != null) {
      template(definition.concurrency().key(), all.at("concurrency").at("key"), ofStart);
    }
    int index = 0;
    for (Exit exit : definition.exits()) {
      exit(exit, all.at("exit").at(index++), ofStart);
    }
    steps(definition.steps(), all.at("steps"), ofStart);
  }

  private void exit(Exit exit, Problems problems, PayloadPaths ofStart) {
    if (exit.event() == null) {
      condition(exit.when(), problems.at("when"), ofStart);
      return;
    }
    type(exit.event(), problems);
    template(exit.correlation(), problems.at("correlation"), ofEvent(exit.event()));
    condition(exit.when(), problems.at("when"), ofEvent(exit.event()).over(ofStart));
  }

  /** The types of events that the catalogue does not know. */
  List<Problem> unknownTypes() {
    return types.list();
  }

  /** The same, and the paths at which nothing can be; in the order of the document. */
  List<Problem> everything() {
    return all.list();
  }

  /** The paths alone. */
  List<Problem> paths() {
    Set<Problem> unknown = Set.copyOf(types.list());
    return all.list().stream().filter(Predicate.not(unknown::contains)).toList();
  }

  private void triggers(Problems problems) {
    int index = 0;
    for (Trigger trigger : definition.triggers()) {
      Problems here = problems.at(index++);
      if (trigger instanceof Trigger.OnEvent event) {
        type(event.event(), here);
        condition(event.when(), here.at("when"), ofEvent(event.event()));
        if (event.dedupe() != null) {
          Problems key = here.at("dedupe").at("key");
          template(event.dedupe().key(), key, ofEvent(event.event()));
        }
      }
    }
  }

  private void type(String type, Problems problems) {
    catalog
        .warning(type)
        .ifPresent(
            warning -> {
              Problems place = problems.at("event");
              place.add(warning);
              types.addAll(List.of(new Problem(place.pointer(), warning)));
            });
  }

  private PayloadPaths ofEvent(String type) {
    return new PayloadPaths(catalog.find(type).stream().toList());
  }

  /** What the steps see: one of the events that start the workflow, if all of them are known. */
  private PayloadPaths ofStart() {
    List<EventType> known = new ArrayList<>();
    for (Trigger trigger : definition.triggers()) {
      if (trigger instanceof Trigger.OnEvent event) {
        Optional<EventType> type = catalog.find(event.event());
        if (type.isEmpty()) {
          return new PayloadPaths(List.of());
        }
        known.add(type.get());
      }
    }
    return new PayloadPaths(known.stream().distinct().toList());
  }

  private void steps(List<Step> steps, Problems problems, PayloadPaths data) {
    int index = 0;
    for (Step step : steps) {
      Problems here = problems.at(index++);
      kind(step, here, data);
      settings(step.settings(), here, data);
    }
  }

  private void settings(StepSettings settings, Problems problems, PayloadPaths data) {
    condition(settings.when(), problems.at("when"), data);
    condition(settings.coordination().offered(), problems.at("while"), data);
    template(settings.coordination().lock(), problems.at("lock"), data);
    if (settings.delay() != null && settings.delay().rule() instanceof Delay.Until until) {
      template(until.time(), problems.at("delay").at("until"), data);
    } else if (settings.delay() != null && settings.delay().rule() instanceof Delay.OfData span) {
      template(span.span(), problems.at("delay").at("for"), data);
    }
    StepSettings.Failure failure = settings.failure();
    steps(failure.onFailure(), problems.at("onFailure"), data);
    if (failure.compensate() != null) {
      config(failure.compensate().config(), problems.at("compensate").at("config"), data);
    }
    performer(settings.performer(), problems, data);
  }

  private void performer(Performer performer, Problems problems, PayloadPaths data) {
    template(performer.candidates().assignee(), problems.at("assignee"), data);
    templates(performer.candidates().actors(), problems.at("candidates"), data);
    if (performer.candidates().choice().when() != null) {
      condition(
          performer.candidates().choice().when(),
          problems.at("candidatesWhen"),
          data.with("actor"));
    }
    if (performer.quorum() != null) {
      templates(performer.quorum().seats(), problems.at("quorum").at("of"), data);
    }
    performer
        .taskPolicy()
        .fields()
        .forEach((name, value) -> template(value, problems.at("taskFields").at(name), data));
    template(performer.priority(), problems.at("priority"), data);
    time(performer.deadlines().due(), problems.at("due"), data);
    time(performer.deadlines().followUp(), problems.at("followUp"), data);
    int index = 0;
    for (Performer.Escalation rung : performer.deadlines().escalations()) {
      template(rung.assignee(), problems.at("escalate").at(index++).at("assignee"), data);
    }
  }

  private void time(Performer.@Nullable TaskTime time, Problems problems, PayloadPaths data) {
    if (time instanceof Performer.TaskTime.Until until) {
      template(until.time(), problems.at("until"), data);
    }
  }

  private void templates(List<Template> templates, Problems problems, PayloadPaths data) {
    int index = 0;
    for (Template template : templates) {
      template(template, problems.at(index++), data);
    }
  }

  private void kind(Step step, Problems problems, PayloadPaths data) {
    Problems here = problems.at(step.kind());
    PayloadPaths inside = step.accept(new KindCheck(problems, here, data));
    for (int i = 0; i < step.nested().size(); i++) {
      Problems list = step instanceof Step.Loop ? here : here.at(i);
      steps(step.nested().get(i), list.at("steps"), inside);
    }
  }

  /** Checks what only one kind of step has; gives what the steps nested in it can read. */
  private final class KindCheck implements Step.Visitor<PayloadPaths> {
    private final Problems problems;
    private final Problems here;
    private final PayloadPaths data;

    KindCheck(Problems problems, Problems here, PayloadPaths data) {
      this.problems = problems;
      this.here = here;
      this.data = data;
    }

    @Override
    public PayloadPaths action(Step.Action step) {
      config(step.config(), problems.at("config"), data);
      texts(step, problems.at("config"), data);
      texts.besides(step, problems);
      return data;
    }

    @Override
    public PayloadPaths delay(Step.Delay step) {
      return data;
    }

    @Override
    public PayloadPaths waitFor(Step.Wait step) {
      type(step.event(), here);
      template(step.correlation(), here.at("correlation"), data);
      condition(step.when(), here.at("when"), ofEvent(step.event()).over(data));
      return data;
    }

    @Override
    public PayloadPaths branch(Step.Branch step) {
      for (int i = 0; i < step.cases().size(); i++) {
        condition(step.cases().get(i).when(), here.at(i).at("when"), data);
      }
      return data;
    }

    @Override
    public PayloadPaths parallel(Step.Parallel step) {
      return data;
    }

    @Override
    public PayloadPaths split(Step.Split step) {
      return data;
    }

    @Override
    public PayloadPaths each(Step.Each step) {
      config(step.items(), here.at("items"), data);
      DefinitionEvents.this.each(step, here, data);
      return data.with(step.as(), "index");
    }

    @Override
    public PayloadPaths repeat(Step.Repeat step) {
      PayloadPaths round = data.with("iteration");
      condition(step.condition(), here.at(step.until() ? "until" : "while"), round);
      return round;
    }

    @Override
    public PayloadPaths subWorkflow(Step.SubWorkflow step) {
      config(step.input(), here.at("input"), data);
      return data;
    }

    @Override
    public PayloadPaths stop(Step.Stop step) {
      template(step.reason(), here.at("reason"), data);
      return data;
    }
  }

  private void each(Step.Each each, Problems here, PayloadPaths data) {
    if (each.join() instanceof Join.When join) {
      condition(
          join.condition(), here.at("join").at("when"), data.with(each.as(), "index", "rounds"));
    }
    Step.Each.Added add = each.add();
    if (add != null) {
      Problems place = here.at("add");
      type(add.event(), place);
      template(add.correlation(), place.at("correlation"), data);
      condition(add.when(), place.at("when"), ofEvent(add.event()).over(data));
      template(add.item(), place.at("item"), ofEvent(add.event()).over(data));
    }
  }

  private void texts(Step.Action action, Problems problems, PayloadPaths data) {
    for (StepTexts.Text text : texts.of(action, problems)) {
      Problems found = Problems.none();
      data.with(text.names().toArray(String[]::new))
          .check(new TreeSet<>(text.paths()), MissingNode.getInstance(), found);
      text.paths().stream().sorted().forEach(path -> stepOf(path, found));
      for (Problem problem : found.list()) {
        problems.at(text.key()).add(text.label() + ": " + problem.message());
      }
    }
  }

  private void stepOf(String path, Problems problems) {
    List<String> segments = PayloadPaths.segments(path);
    if (segments.size() > 1 && segments.get(0).equals("steps")) {
      String id = segments.get(1);
      List<String> ids = definition.allSteps().stream().map(Step::id).toList();
      if (!ids.contains(id)) {
        problems.add("there is no step \"" + id + "\"" + DidYouMean.suffix(id, ids));
      }
    }
  }

  private void condition(Condition condition, Problems problems, PayloadPaths data) {
    check(condition.fields(), condition.toJson(), problems, data);
  }

  private void template(@Nullable Template template, Problems problems, PayloadPaths data) {
    if (template != null) {
      check(template.paths(), TextNode.valueOf(template.text()), problems, data);
    }
  }

  private void config(ConfigTemplate config, Problems problems, PayloadPaths data) {
    check(config.paths(), config.source(), problems, data);
  }

  private void check(
      Collection<String> paths, JsonNode part, Problems problems, PayloadPaths data) {
    data.check(paths, part, problems);
    for (String path : paths) {
      List<String> segments = PayloadPaths.segments(path);
      boolean ofWait =
          segments.size() > 5
              && segments.get(0).equals("steps")
              && segments.subList(2, 5).equals(List.of("output", "event", "payload"));
      String type = ofWait ? waits.get(segments.get(1)) : null;
      if (type != null) {
        ofEvent(type).checkPayload(segments.subList(5, segments.size()), path, part, problems);
      }
    }
  }
}
