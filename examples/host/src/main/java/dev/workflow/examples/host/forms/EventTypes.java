package dev.workflow.examples.host.forms;

import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.EventType;

/** The types of events by the names that the CRM form gives them. Immutable. */
final class EventTypes {

  private final EventCatalog catalog;

  EventTypes(EventCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The type of the catalogue that is called so, with {@code _} for each dot; else the name with
   * its first {@code _} as a dot: {@code deal_stage_changed} gives {@code deal.stage_changed}.
   */
  String of(String name) {
    String first = name.contains(".") ? name : name.replaceFirst("_", ".");
    if (catalog.find(name).isPresent() || catalog.find(first).isPresent()) {
      return catalog.find(name).isPresent() ? name : first;
    }
    return catalog.types().stream()
        .map(EventType::type)
        .filter(type -> type.replace('.', '_').equals(name))
        .findFirst()
        .orElse(first);
  }
}
