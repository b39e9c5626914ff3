package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.definition.ActionCatalog;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.spi.ActionHandler;
import java.util.Set;

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
