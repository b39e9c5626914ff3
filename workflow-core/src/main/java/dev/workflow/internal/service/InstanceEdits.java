package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.DocumentEdits;
import dev.workflow.internal.decide.EditFit;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.Plan;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One edit of an instance. */
final class InstanceEdits implements InstanceEdit {

  private static final int MOST_ITEMS = 10_000;

  private final Transactions transactions;
  private final TenantId tenant;
  private final InstanceId id;
  private final Actor actor;
  private final InstanceReader.Stored seen;
  private final StepChanges changes = new StepChanges();
  private final Map<StepKey, ArrayNode> items = new LinkedHashMap<>();
  private int revision;

  InstanceEdits(
      Transactions transactions,
      TenantId tenant,
      InstanceId id,
      Actor actor,
      InstanceReader.Stored seen) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.id = id;
    this.actor = actor;
    this.seen = seen;
    this.revision = seen.snapshot().plan().revision();
  }

  @Override
  public InstanceEdit revision(int known) {
    revision = known;
    return this;
  }

  @Override
  public InstanceEdit add(JsonNode step, Place at) {
    changes.add(step, at);
    return this;
  }

  @Override
  public InstanceEdit change(JsonNode step) {
    changes.change(step);
    return this;
  }

  @Override
  public InstanceEdit remove(String step) {
    changes.remove(step);
    return this;
  }

  @Override
  public InstanceEdit move(String step, Place to) {
    changes.move(step, to);
    return this;
  }

  @Override
  public InstanceEdit rename(String name) {
    changes.rename(name);
    return this;
  }

  @Override
  public InstanceEdit addItems(String loop, List<? extends JsonNode> more) {
    ArrayNode all = items.computeIfAbsent(StepKey.parse(loop), key -> Json.array());
    more.forEach(one -> all.add(one.deepCopy()));
    return this;
  }

  @Override
  public List<Problem> check() {
    try {
      fitting(document(seen.tree()), seen.tree(), seen.snapshot());
      return List.of();
    } catch (InvalidInputException e) {
      return e.problems();
    }
  }

  /** An edit that fits. */
  private record Fitting(WorkflowDefinition document, EditFit fit) {}

  private Fitting fitting(WorkflowDefinition document, StepTree tree, InstanceSnapshot instance) {
    Problems problems = Problems.none();
    items.forEach((loop, more) -> checkItems(tree, instance, loop, more, problems));
    EditFit fit = new EditFit(instance, tree, document);
    fit.check((step, message) -> place(step, problems).add(message));
    fit.checkOrder((step, message) -> place(step, problems).add(message));
    problems.throwIfAny(this::refused);
    return new Fitting(document, fit);
  }

  private WorkflowDefinition document(StepTree tree) {
    Problems problems = Problems.none();
    changes.check(transactions.engine().options().maxDataBytes(), problems.at("changes"));
    problems.throwIfAny(this::refused);
    WorkflowDefinition document = DocumentEdits.apply(what(), tree.definition(), changes.json());
    List<Problem> wrong = new DefinitionService(transactions).checkDocument(tenant, document);
    if (!wrong.isEmpty()) {
      throw refused(wrong);
    }
    return document;
  }

  private String what() {
    return "The edit of instance " + id;
  }

  private InvalidDefinitionException refused(List<Problem> problems) {
    return new InvalidDefinitionException(what(), problems);
  }

  /** The change that names a step. */
  private Problems place(String step, Problems problems) {
    Problems all = problems.at("changes");
    for (int i = 0; i < changes.json().size(); i++) {
      JsonNode change = changes.json().get(i);
      for (String key : List.of("add", "change")) {
        if (step.equals(change.path(key).path("id").asText(null))) {
          return all.at(i).at(key);
        }
      }
      for (String key : List.of("remove", "move")) {
        if (step.equals(change.path(key).asText(null))) {
          return all.at(i).at(key);
        }
      }
    }
    return all;
  }

  private void checkItems(
      StepTree tree, InstanceSnapshot instance, StepKey loop, ArrayNode more, Problems problems) {
    Problems place = problems.at("items").at(loop.toString());
    Json.check(more, transactions.engine().options().maxDataBytes(), place);
    if (!tree.has(loop) || !(tree.node(loop).step() instanceof Step.Each)) {
      place.add("there is no step \"" + loop + "\" that goes through a list");
      return;
    }
    StepRun run = instance.step(loop);
    JsonNode known = run.memory().items();
    boolean goes = run.state() == StepState.IN_PROGRESS || run.state() == StepState.FAILED;
    if (!goes || known == null) {
      place.add("step \"" + loop + "\" is " + run.state() + ": it goes through no list now");
    } else if (known.size() + more.size() > MOST_ITEMS) {
      place.add(
          "would be "
              + (known.size() + more.size())
              + " elements; a list has at most "
              + MOST_ITEMS);
    } else {
      ArrayNode all = Json.array().addAll((ArrayNode) known);
      Json.check(all.addAll(more), transactions.engine().options().maxDataBytes(), place);
    }
  }

  @Override
  public Edited apply() {
    OperatorRights.requireEditor(transactions.engine(), seen.snapshot().identity(), actor);
    requirePossible(seen.snapshot());
    WorkflowDefinition document = document(seen.tree());
    return transactions.change(work -> apply(work.lock(tenant, id), document));
  }

  private void requirePossible(InstanceSnapshot instance) {
    requireOpen(instance);
    if (instance.plan().revision() != revision) {
      throw new ConflictException(
          "instance "
              + id
              + " is at revision "
              + instance.plan().revision()
              + ", the edit is of revision "
              + revision
              + "; look at it and edit again");
    }
  }

  private Edited apply(CommandContext.Locked locked, WorkflowDefinition document) {
    InstanceSnapshot instance = locked.snapshot();
    requirePossible(instance);
    Fitting fitting = fitting(document, locked.tree(), instance);
    DefinitionDiff difference =
        DefinitionDiff.between(locked.tree().definition(), fitting.document());
    if (difference.isEmpty() && items.isEmpty()) {
      return new Edited(revision, difference);
    }
    Plan.Edit edit =
        new Plan.Edit(
            difference.isEmpty() ? Json.array() : changes.json().deepCopy(),
            fitting.fit().begunRounds());
    StepTree after =
        difference.isEmpty()
            ? locked.tree()
            : locked.tree().edited(fitting.document(), edit.begun());
    locked.reshape(
        after,
        new InstanceInput.Reshape(
            actor,
            edit,
            fitting.fit().dropped(),
            told(difference),
            Map.copyOf(items),
            List.of(),
            locked.tree()));
    return new Edited(revision + 1, difference);
  }

  private JsonNode told(DefinitionDiff difference) {
    ArrayNode told = (ArrayNode) difference.toJson().get("changes");
    items.forEach(
        (loop, more) ->
            told.addObject()
                .put("change", "items_added")
                .put("step", loop.toString())
                .put("count", more.size()));
    return told;
  }

  private void requireOpen(InstanceSnapshot instance) {
    boolean over = instance.state().ended() && !instance.mayBeRetried();
    if (over) {
      String why = instance.state() == InstanceState.FAILED ? " for good" : "";
      throw new IllegalTransitionException(
          "instance "
              + id
              + " is "
              + instance.state()
              + why
              + "; its steps can be edited until it has ended, and while it can be retried");
    }
  }
}
