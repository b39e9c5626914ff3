package dev.workflow.examples.host.engine.instances;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceEdit.Place;
import dev.workflow.Problem;
import dev.workflow.definition.DefinitionChange;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Edits of the steps of one instance that have not begun. */
@Tag(name = "instances")
@RestController
class EditController {

  private final Engines engines;

  EditController(Engines engines) {
    this.engines = engines;
  }

  /**
   * Changes that are made together.
   *
   * @param revision of the instance that they are meant for; null: whatever it is
   * @param dryRun true: only checked
   */
  record EditInput(@Nullable Integer revision, @Nullable Boolean dryRun, List<EditStep> changes) {}

  /**
   * One change.
   *
   * @param op add, change, remove, move, rename or add_items
   * @param step the document of a step to add or change
   * @param id the step to remove, move, or add items to
   * @param at where to
   * @param name the new name of the instance
   * @param items the items of a loop
   */
  record EditStep(
      @Nullable String op,
      @Nullable JsonNode step,
      @Nullable String id,
      @Nullable EditPlace at,
      @Nullable String name,
      @Nullable List<JsonNode> items) {}

  /** A place: one of after, before, in and on_failure names a step, or end is true. */
  record EditPlace(
      @Nullable String after,
      @Nullable String before,
      @Nullable String in,
      @Nullable Integer list,
      @Nullable String onFailure,
      @Nullable Boolean end) {

    Place place() {
      if (after != null) {
        return Place.after(after);
      } else if (before != null) {
        return Place.before(before);
      } else if (in != null) {
        return Place.in(in, list == null ? 0 : list);
      } else if (onFailure != null) {
        return Place.onFailure(onFailure);
      } else if (Boolean.TRUE.equals(end)) {
        return Place.end();
      }
      throw Refusal.of("at", "names none of after, before, in, on_failure, end");
    }
  }

  /**
   * What came of it.
   *
   * @param revision of the instance; of a dry run null
   * @param problems of a dry run
   */
  record EditView(
      @Nullable Integer revision,
      List<Problem> problems,
      List<JsonNode> changes,
      List<String> lines) {}

  @Operation(summary = "Edit")
  @PostMapping("/api/v1/instances/{id}/edit")
  EditView edit(Caller caller, @PathVariable String id, @RequestBody EditInput body) {
    InstanceEdit edit =
        engines.of(caller).instances().edit(caller.tenant(), Ids.instance(id), caller.actor());
    if (body.revision() != null) {
      edit.revision(body.revision());
    }
    List<EditStep> changes = body.changes();
    for (int i = 0; i < changes.size(); i++) {
      add(edit, changes.get(i), "changes/" + i + "/");
    }
    if (Boolean.TRUE.equals(body.dryRun())) {
      return new EditView(null, edit.check(), List.of(), List.of());
    }
    InstanceEdit.Edited edited = edit.apply();
    return new EditView(
        edited.revision(),
        List.of(),
        edited.difference().changes().stream().<JsonNode>map(DefinitionChange::toJson).toList(),
        edited.difference().changes().stream().map(DefinitionChange::toString).toList());
  }

  private static void add(InstanceEdit edit, EditStep change, String at) {
    switch (Refusal.require(at + "op", change.op())) {
      case "add" -> edit.add(Refusal.require(at + "step", change.step()), place(change, at));
      case "change" -> edit.change(Refusal.require(at + "step", change.step()));
      case "remove" -> edit.remove(Refusal.require(at + "id", change.id()));
      case "move" -> edit.move(Refusal.require(at + "id", change.id()), place(change, at));
      case "rename" -> edit.rename(Refusal.require(at + "name", change.name()));
      case "add_items" ->
          edit.addItems(
              Refusal.require(at + "id", change.id()),
              Refusal.require(at + "items", change.items()));
      default ->
          throw Refusal.of(at + "op", "is none of add, change, remove, move, rename, add_items");
    }
  }

  private static Place place(EditStep change, String at) {
    return Refusal.require(at + "at", change.at()).place();
  }
}
