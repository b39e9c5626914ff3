package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Definitions;
import dev.workflow.Problems;
import dev.workflow.action.BuiltInActions;
import dev.workflow.definition.ActionCatalog;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.spi.ActionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The registered handlers as the validator of definitions sees them. */
final class HandlerCatalog implements ActionCatalog {

  private final Handlers<ActionHandler> handlers;

  HandlerCatalog(Handlers<ActionHandler> handlers) {
    this.handlers = handlers;
  }

  @Override
  public Set<String> types() {
    return handlers.all().keySet();
  }

  /**
   * Names of one handler's description are one type: the first of its title, the others aliases.
   */
  List<Definitions.ActionType> described() {
    Map<String, List<String>> names = new TreeMap<>();
    handlers
        .all()
        .forEach(
            (name, handler) ->
                names.computeIfAbsent(title(name, handler), any -> new ArrayList<>()).add(name));
    List<Definitions.ActionType> types = new ArrayList<>();
    names.forEach(
        (title, all) -> {
          String type = all.contains(title) ? title : all.get(0);
          ActionHandler handler = Objects.requireNonNull(handlers.find(type));
          types.add(
              new Definitions.ActionType(
                  type,
                  all.stream().filter(name -> !name.equals(type)).toList(),
                  handler.performedByPeople(),
                  handler.schema().orElse(null)));
        });
    return types;
  }

  private static String title(String name, ActionHandler handler) {
    return BuiltInActions.contains(handler)
        ? handler.schema().map(schema -> schema.path("title").asText(name)).orElse(name)
        : name;
  }

  @Override
  public boolean performedByPeople(String type) {
    ActionHandler handler = handlers.find(type);
    return handler != null && handler.performedByPeople();
  }

  @Override
  public void validate(String type, JsonNode config, Problems problems) {
    ActionHandler handler = handlers.find(type);
    if (handler != null) {
      handler.validate(config, problems);
    }
  }
}
