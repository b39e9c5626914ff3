package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The difference between two versions of a definition.
 *
 * <p>Steps are the same if they have the same id, wherever they stand. Elements of other lists are
 * paired in order, those that are equal first. What is written differently and means the same is no
 * change; neither is the version number. Empty exactly if both documents say the same.
 *
 * <p>Immutable and thread-safe.
 */
public final class DefinitionDiff {

  private final WorkflowDefinition older;
  private final WorkflowDefinition newer;
  private final List<DefinitionChange> changes;

  private DefinitionDiff(
      WorkflowDefinition older, WorkflowDefinition newer, List<DefinitionChange> changes) {
    this.older = older;
    this.newer = newer;
    this.changes = List.copyOf(changes);
  }

  /** Compares two versions, or any two definitions. */
  public static DefinitionDiff between(WorkflowDefinition older, WorkflowDefinition newer) {
    return new DefinitionDiff(older, newer, new Differences(older.toJson(), newer.toJson()).find());
  }

  /**
   * Every change: of the workflow itself, then of the steps in the order of the newer version, then
   * the removed steps in the order of the older one.
   */
  public List<DefinitionChange> changes() {
    return changes;
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * {@code {"key": .., "from": 1, "to": 2, "changes": [{"change": "step_added", ..}]}}; {@code
   * change} is one of {@code step_added}, {@code step_removed}, {@code step_moved}, {@code
   * value_changed}. A new tree each time.
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", newer.key()).put("from", older.version()).put("to", newer.version());
    ArrayNode list = json.putArray("changes");
    changes.forEach(change -> list.add(change.toJson()));
    return json;
  }

  /** One line for each change; empty if there is none. */
  @Override
  public String toString() {
    return changes.stream().map(DefinitionChange::toString).collect(Collectors.joining("\n"));
  }
}
