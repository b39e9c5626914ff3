package dev.workflow;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next give it to the same call to get what follows; empty at the end
 */
public record Page<T>(List<T> items, Optional<String> next) {

  public Page {
    items = List.copyOf(items);
  }
}
