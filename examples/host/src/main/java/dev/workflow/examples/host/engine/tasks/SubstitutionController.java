package dev.workflow.examples.host.engine.tasks;

import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.operations.Actors;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who is away, and who does their tasks meanwhile; of oneself everybody may say so. */
@Tag(name = "tasks")
@RestController
@RequestMapping("/api/v1/substitutions")
class SubstitutionController {

  private final Engines engines;

  SubstitutionController(Engines engines) {
    this.engines = engines;
  }

  /** An absence; substitute null: nobody. */
  record SubstitutionView(
      UUID id, String actor, Instant from, Instant to, @Nullable String substitute) {

    static SubstitutionView of(Actors.Absence one) {
      return new SubstitutionView(
          one.id(),
          one.actor().id(),
          one.from(),
          one.to(),
          one.substitute() == null ? null : one.substitute().id());
    }
  }

  @Operation(summary = "Of actor; of the caller unless all of them are asked for by actor=*")
  @GetMapping
  ResponseEntity<Items<SubstitutionView>> listSubstitutions(
      Caller caller, @RequestParam(required = false) @Nullable String actor, Pages pages) {
    Actor whose = actor == null ? caller.actor() : actor.equals("*") ? null : Actor.of(actor);
    return pages.of(
        (cursor, limit) ->
            engines.of(caller).actors().absences(caller.tenant(), whose, cursor, limit),
        SubstitutionView::of);
  }

  /** An absence; actor null: the caller. */
  record SubstitutionInput(
      @Nullable String actor, Instant from, Instant to, @Nullable String substitute) {}

  @Operation(summary = "Create")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<SubstitutionView> createSubstitution(
      Caller caller, @RequestBody SubstitutionInput body) {
    Actors.Absence made =
        engines
            .of(caller)
            .actors()
            .absence(
                caller.tenant(),
                body.actor() == null ? caller.actor() : Actor.of(body.actor()),
                body.from(),
                body.to(),
                body.substitute() == null ? null : Actor.of(body.substitute()));
    return Created.at("/api/v1/substitutions/{id}", SubstitutionView.of(made), made.id());
  }

  @Operation(summary = "Delete")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{id}")
  ResponseEntity<Void> deleteSubstitution(Caller caller, @PathVariable String id) {
    if (!engines.of(caller).actors().removeAbsence(caller.tenant(), Ids.of(id))) {
      throw new NotFoundException("there is no substitution " + id);
    }
    return ResponseEntity.noContent().build();
  }
}
