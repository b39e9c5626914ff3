package dev.workflow.instance;

import dev.workflow.InstanceId;
import dev.workflow.Problem;
import dev.workflow.WorkflowRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How instances are to go on with another version of their workflow. Immutable and thread-safe; the
 * methods give changed copies.
 *
 * @param version the version they go on with
 * @param steps how steps are called there, by how they are called now; the others are called as now
 * @param anew steps that nobody has begun and that open anew as the new version says: their
 *     candidates, dates and delays begin again
 * @param keepEdits whether what was edited of an instance alone is edited again in the new version;
 *     true by default
 */
public record Migration(
    int version, Map<String, String> steps, Set<String> anew, boolean keepEdits) {

  public Migration {
    steps = Map.copyOf(steps);
    anew = Set.copyOf(anew);
  }

  /** To a version, in which the steps are called as they are now. */
  public static Migration to(int version) {
    return new Migration(version, Map.of(), Set.of(), true);
  }

  /** A step that is called otherwise in the new version. */
  public Migration step(String from, String to) {
    Map<String, String> more = new HashMap<>(steps);
    more.put(from, to);
    return new Migration(version, more, anew, keepEdits);
  }

  /** Steps that open anew. */
  public Migration anew(String... some) {
    Set<String> more = new HashSet<>(anew);
    more.addAll(List.of(some));
    return new Migration(version, steps, more, keepEdits);
  }

  /** Without what was edited of an instance alone. */
  public Migration withoutEdits() {
    return new Migration(version, steps, anew, false);
  }

  /**
   * Whether and how one instance goes on.
   *
   * @param problems what is against it, each with the step it is about as its place; empty: nothing
   * @param left steps that have ended and that the new version does not have: the history keeps
   *     them, later steps do not see them
   */
  public record Report(
      InstanceId instance,
      WorkflowRef from,
      WorkflowRef to,
      List<Problem> problems,
      List<String> left) {}
}
