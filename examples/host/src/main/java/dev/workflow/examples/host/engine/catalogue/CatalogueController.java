package dev.workflow.examples.host.engine.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Definitions;
import dev.workflow.NotFoundException;
import dev.workflow.definition.DefinitionSchema;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.EventType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a definition can be made of. */
@Tag(name = "catalogue")
@RestController
@RequestMapping("/api/v1")
class CatalogueController {

  private final Engines engines;
  private final EventCatalog events;

  CatalogueController(Engines engines, ObjectProvider<EventCatalog> events) {
    this.engines = engines;
    this.events = events.getIfAvailable(EventCatalog::builtIn);
  }

  /**
   * A type of action.
   *
   * @param people whether people do it
   * @param configSchema JSON Schema of its configuration; null: it describes none
   */
  record ActionTypeView(
      String type,
      @Nullable String description,
      boolean people,
      List<String> aliases,
      @Nullable JsonNode configSchema) {}

  @Operation(summary = "Action types")
  @GetMapping("/action-types")
  Items<ActionTypeView> actionTypes(Caller caller) {
    return Items.all(
        engines.of(caller).definitions().actions(caller.tenant()).stream()
            .map(CatalogueController::view)
            .toList());
  }

  @Operation(summary = "Action type")
  @GetMapping("/action-types/{type}")
  ActionTypeView actionType(Caller caller, @PathVariable String type) {
    return engines.of(caller).definitions().actions(caller.tenant()).stream()
        .filter(one -> one.type().equals(type) || one.aliases().contains(type))
        .findFirst()
        .map(CatalogueController::view)
        .orElseThrow(() -> new NotFoundException("there is no action type \"" + type + "\""));
  }

  private static ActionTypeView view(Definitions.ActionType type) {
    JsonNode schema = type.schema();
    return new ActionTypeView(
        type.type(),
        schema == null ? null : schema.path("description").textValue(),
        type.performedByPeople(),
        type.aliases(),
        schema);
  }

  /** A type of event with the fields of its payload. */
  record EventTypeView(String type, String description, List<EventField> fields) {}

  /**
   * A field of a payload.
   *
   * @param kind text, id, number, boolean, moment, object, list or any
   */
  record EventField(String name, String kind, boolean required, String description) {}

  @Operation(summary = "Event types")
  @GetMapping("/event-types")
  Items<EventTypeView> eventTypes(Caller caller) {
    return Items.all(events.types().stream().map(CatalogueController::view).toList());
  }

  @Operation(summary = "Event type")
  @GetMapping("/event-types/{type}")
  EventTypeView eventType(Caller caller, @PathVariable String type) {
    return events
        .find(type)
        .map(CatalogueController::view)
        .orElseThrow(() -> new NotFoundException("there is no event type \"" + type + "\""));
  }

  private static EventTypeView view(EventType type) {
    return new EventTypeView(
        type.type(),
        type.description(),
        type.payload().stream()
            .map(
                key ->
                    new EventField(
                        key.name(),
                        key.kind().name().toLowerCase(Locale.ROOT),
                        key.required(),
                        key.description()))
            .toList());
  }

  @Operation(summary = "JSON Schema of a definition")
  @GetMapping("/definition-schema")
  JsonNode schema(Caller caller) {
    return DefinitionSchema.json();
  }
}
