package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.InstanceEdit.Place;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import java.util.List;

/**
 * An edit of the draft of a workflow, from {@link Definitions#editDraft}. Changes are collected and
 * then made together, in their order, or not at all if somebody has saved another draft in between.
 * Each method that collects gives this edit. At most 1,000 changes. Not thread-safe.
 *
 * <p>Steps are found by their id at any depth. Triggers have no ids: they are found by their
 * position, from 0, as it is after the changes before.
 */
public interface DraftEdit {

  /**
   * The {@linkplain Definitions.Draft#revision() revision} that the edit is of; by default the one
   * that the draft had when the edit was begun.
   */
  DraftEdit revision(String revision);

  /** Adds a trigger, written as in a document, behind all others. */
  DraftEdit addTrigger(JsonNode trigger);

  /** Puts another trigger in the place of one. */
  DraftEdit changeTrigger(int position, JsonNode trigger);

  /** Puts a trigger elsewhere among the triggers. */
  DraftEdit moveTrigger(int position, int to);

  DraftEdit removeTrigger(int position);

  /** Adds a step, written as in a document. */
  DraftEdit add(JsonNode step, Place at);

  /** Puts another step in the place of the one that has its id. */
  DraftEdit change(JsonNode step);

  /** Removes a step, with those it holds. */
  DraftEdit remove(String step);

  /** Puts a step elsewhere. */
  DraftEdit move(String step, Place to);

  /** Gives the workflow another name for people. */
  DraftEdit rename(String name);

  /**
   * What keeps the edit from being saved, each with its place among the {@code /changes} or in the
   * document as it would be; empty: nothing. The revision is checked by {@link #save} alone.
   */
  List<Problem> check();

  /**
   * Makes the changes and saves the draft. Like any draft it may have problems that publishing
   * refuses; it must be a document that can be read.
   *
   * @throws ConflictException if the draft is not at the edit's revision any more
   * @throws InvalidDefinitionException with every problem
   */
  Edited save();

  /** A draft as it was saved, and what is different. */
  record Edited(Definitions.Draft draft, DefinitionDiff difference) {}
}
