package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.DraftEdit;
import dev.workflow.InstanceEdit.Place;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.DocumentEdits;
import java.util.List;

/** One edit of a draft. */
final class DraftEdits implements DraftEdit {

  private static final int MOST_CHANGES = 1_000;

  private final Definitions definitions;
  private final TenantId tenant;
  private final Definitions.Draft seen;
  private final Actor by;
  private final long mostBytes;
  private final ArrayNode changes = Json.array();
  private String revision;

  DraftEdits(
      Definitions definitions, TenantId tenant, Definitions.Draft seen, Actor by, long mostBytes) {
    this.definitions = definitions;
    this.tenant = tenant;
    this.seen = seen;
    this.by = by;
    this.mostBytes = mostBytes;
    this.revision = seen.revision();
  }

  @Override
  public DraftEdit revision(String known) {
    revision = known;
    return this;
  }

  @Override
  public DraftEdit addTrigger(JsonNode trigger) {
    changes.addObject().set("addTrigger", trigger.deepCopy());
    return this;
  }

  @Override
  public DraftEdit changeTrigger(int position, JsonNode trigger) {
    changes.addObject().put("changeTrigger", position).set("to", trigger.deepCopy());
    return this;
  }

  @Override
  public DraftEdit moveTrigger(int position, int to) {
    changes.addObject().put("moveTrigger", position).put("to", to);
    return this;
  }

  @Override
  public DraftEdit removeTrigger(int position) {
    changes.addObject().put("removeTrigger", position);
    return this;
  }

  @Override
  public DraftEdit add(JsonNode step, Place at) {
    return with("add", step, at);
  }

  @Override
  public DraftEdit change(JsonNode step) {
    changes.addObject().set("change", step.deepCopy());
    return this;
  }

  @Override
  public DraftEdit remove(String step) {
    changes.addObject().put("remove", step);
    return this;
  }

  @Override
  public DraftEdit move(String step, Place to) {
    return with("move", TextNode.valueOf(step), to);
  }

  private DraftEdit with(String key, JsonNode value, Place at) {
    ObjectNode change = changes.addObject();
    change.set(key, value.deepCopy());
    ObjectNode place = at.toJson();
    if (!place.isEmpty()) {
      change.set("at", place);
    }
    return this;
  }

  @Override
  public DraftEdit rename(String name) {
    changes.addObject().put("rename", name);
    return this;
  }

  @Override
  public List<Problem> check() {
    try {
      edited();
      return List.of();
    } catch (InvalidDefinitionException e) {
      return e.problems();
    }
  }

  private WorkflowDefinition edited() {
    String what = "The edit of the draft \"" + seen.definition().key() + "\"";
    Problems problems = Problems.none();
    Json.check(changes, mostBytes, problems.at("changes"));
    if (changes.size() > MOST_CHANGES) {
      problems
          .at("changes")
          .add("are " + changes.size() + "; at most " + MOST_CHANGES + " at once");
    }
    problems.throwIfAny(list -> new InvalidDefinitionException(what, list));
    return DocumentEdits.apply(what, seen.definition(), changes);
  }

  @Override
  public Edited save() {
    WorkflowDefinition edited = edited();
    return new Edited(
        definitions.saveDraft(tenant, edited, revision, by),
        DefinitionDiff.between(seen.definition(), edited));
  }
}
