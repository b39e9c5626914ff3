package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one task that are being written, one for each person: nobody loses what they wrote
 * because the task went to somebody else. Immutable.
 *
 * @param all the one saved last at the end
 */
public record TaskDrafts(List<Draft> all) {

  static final TaskDrafts NONE = new TaskDrafts(List.of());

  /** Of more people the oldest are given up. */
  private static final int MOST = 10;

  public TaskDrafts {
    all = List.copyOf(all);
  }

  /**
   * An answer that is being written.
   *
   * @param of whose it is
   * @param by who saved it
   * @param version how often it was saved
   */
  public record Draft(String of, String by, int version, JsonNode answer) {}

  /** Somebody's; null: they have none. */
  public @Nullable Draft of(@Nullable String actor) {
    for (Draft draft : all) {
      if (draft.of().equals(actor)) {
        return draft;
      }
    }
    return null;
  }

  /** How often somebody's was saved. */
  public int version(@Nullable String actor) {
    Draft draft = of(actor);
    return draft == null ? 0 : draft.version();
  }

  /** The one saved last; null: there is none. */
  public @Nullable Draft newest() {
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  TaskDrafts saved(String of, String by, JsonNode answer) {
    List<Draft> after = without(of);
    after.add(new Draft(of, by, version(of) + 1, answer));
    return new TaskDrafts(after.subList(Math.max(0, after.size() - MOST), after.size()));
  }

  /** Somebody's becomes somebody else's, in the place of theirs. */
  TaskDrafts passed(@Nullable String from, String to) {
    Draft draft = of(from);
    if (draft == null || draft.of().equals(to)) {
      return this;
    }
    List<Draft> after = new TaskDrafts(without(to)).without(draft.of());
    int version = Math.max(draft.version(), version(to));
    after.add(new Draft(to, draft.by(), version, draft.answer()));
    return new TaskDrafts(after);
  }

  private List<Draft> without(String of) {
    List<Draft> others = new ArrayList<>(all);
    others.removeIf(draft -> draft.of().equals(of));
    return others;
  }

  void write(ObjectNode json) {
    for (Draft draft : all) {
      json.withArray("drafts")
          .addObject()
          .put("of", draft.of())
          .put("by", draft.by())
          .put("version", draft.version())
          .set("answer", draft.answer());
    }
  }

  static TaskDrafts read(JsonNode json) {
    List<Draft> drafts = new ArrayList<>();
    for (JsonNode one : json.path("drafts")) {
      drafts.add(
          new Draft(
              one.path("of").asText(),
              one.path("by").asText(),
              one.path("version").asInt(),
              one.path("answer")));
    }
    return drafts.isEmpty() ? NONE : new TaskDrafts(drafts);
  }
}
