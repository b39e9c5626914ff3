package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the steps of one instance differ from those of its version: what was edited, in order. The
 * document that they give is worked out by {@link StepTree#edited}. Immutable.
 *
 * @param revision how often its steps became others; 0: never
 * @param edits what is to be done to the document of its version
 */
public record Plan(int revision, List<Edit> edits) {

  public static final Plan NONE = new Plan(0, List.of());

  public Plan {
    edits = List.copyOf(edits);
  }

  /** What makes its steps others. */
  public sealed interface Change {}

  /**
   * The instance alone was edited.
   *
   * @param changes what {@link DocumentEdits} does to the document; empty: nothing
   * @param begun how many rounds of the outermost loops that changed inside had begun: these keep
   *     the steps they had
   */
  public record Edit(JsonNode changes, Map<String, Integer> begun) implements Change {
    public Edit {
      begun = Map.copyOf(begun);
    }
  }

  /**
   * It goes on with another version.
   *
   * @param ids how steps are called now that were called otherwise
   * @param edits what is edited in the new version
   */
  public record Migration(int version, Map<String, String> ids, List<Edit> edits)
      implements Change {
    public Migration {
      ids = Map.copyOf(ids);
      edits = List.copyOf(edits);
    }
  }

  Plan after(Change change, int now) {
    if (change instanceof Migration migration) {
      return new Plan(now, migration.edits());
    }
    Edit edit = (Edit) change;
    if (edit.changes().isEmpty()) {
      return new Plan(now, edits);
    }
    List<Edit> more = new ArrayList<>(edits);
    more.add(edit);
    return new Plan(now, more);
  }
}
