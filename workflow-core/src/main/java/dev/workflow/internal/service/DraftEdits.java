package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.InstanceEdit.Place;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.DraftEdit;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.DocumentEdits;
import java.util.List;

/** One edit of a draft. */
final class DraftEdits implements DraftEdit {

  private final Definitions definitions;
  private final TenantId tenant;
  private final Definitions.Draft seen;
  private final Actor by;
  private final long mostBytes;
  private final StepChanges changes = new StepChanges();
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
    changes.json().addObject().set("addTrigger", trigger.deepCopy());
    return this;
  }

  @Override
  public DraftEdit changeTrigger(int position, JsonNode trigger) {
    changes.json().addObject().put("changeTrigger", position).set("to", trigger.deepCopy());
    return this;
  }

  @Override
  public DraftEdit moveTrigger(int position, int to) {
    changes.json().addObject().put("moveTrigger", position).put("to", to);
    return this;
  }

  @Override
  public DraftEdit removeTrigger(int position) {
    changes.json().addObject().put("removeTrigger", position);
    return this;
  }

  @Override
  public DraftEdit add(JsonNode step, Place at) {
    changes.add(step, at);
    return this;
  }

  @Override
  public DraftEdit change(JsonNode step) {
    changes.change(step);
    return this;
  }

  @Override
  public DraftEdit remove(String step) {
    changes.remove(step);
    return this;
  }

  @Override
  public DraftEdit move(String step, Place to) {
    changes.move(step, to);
    return this;
  }

  @Override
  public DraftEdit rename(String name) {
    changes.rename(name);
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
    changes.check(mostBytes, problems.at("changes"));
    problems.throwIfAny(list -> new InvalidDefinitionException(what, list));
    return DocumentEdits.apply(what, seen.definition(), changes.json());
  }

  @Override
  public Edited save() {
    WorkflowDefinition edited = edited();
    return new Edited(
        definitions.saveDraft(tenant, edited, revision, by),
        DefinitionDiff.between(seen.definition(), edited));
  }
}
