package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problem;
import java.util.ArrayList;
import java.util.List;

/** What was written, the document that it became, and what is wrong with it. */
public final class Translation {

  private final Written written;
  private final Draft draft;
  private final List<Problem> problems;

  Translation(Written written, Draft draft, List<Problem> problems) {
    this.written = written;
    this.draft = draft;
    this.problems = problems;
  }

  /** As it was written, with the ids of its parts. */
  public Written written() {
    return written;
  }

  /** The engine's document; where something could not be read, something harmless stands in it. */
  public ObjectNode document() {
    return draft.document();
  }

  /** The key of the workflow. */
  public String key() {
    return draft.document().path("key").asText();
  }

  /** Whether the key was written; if not, it was made from the name and may be another one. */
  public boolean isKeyWritten() {
    return WorkflowKey.isIn(written.json());
  }

  /**
   * Everything that is wrong, at the places where it was written and in their order.
   *
   * @param ofDocument what the engine finds wrong with the document
   */
  public List<Problem> problems(List<Problem> ofDocument) {
    return together(problems, ofDocument);
  }

  /**
   * What is accepted and probably not meant so.
   *
   * @param ofDocument what the engine warns of in the document
   */
  public List<Problem> warnings(List<Problem> ofDocument) {
    return together(draft.notes().list(), ofDocument);
  }

  private List<Problem> together(List<Problem> own, List<Problem> ofDocument) {
    List<Problem> all = new ArrayList<>(own);
    ofDocument.forEach(problem -> all.add(draft.places().written(problem)));
    return PlaceOrder.sort(all, written.json());
  }
}
