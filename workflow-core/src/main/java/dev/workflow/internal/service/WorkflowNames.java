package dev.workflow.internal.service;

import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.store.StoreTransaction;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of a tenant's workflows, which people can tell apart. */
final class WorkflowNames {

  private static final int MOST = 400;

  private WorkflowNames() {}

  /** The form in which names are compared. */
  static String compared(String name) {
    String one = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
    String compared = one.replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    return compared.length() > MOST ? compared.substring(0, MOST) : compared;
  }

  /** What keeps a workflow from being published by its name; empty: nothing. */
  static List<Problem> check(
      StoreTransaction transaction, TenantId tenant, WorkflowDefinition definition) {
    return transaction
        .definitions()
        .named(tenant, compared(definition.name()))
        .filter(other -> !other.equals(definition.key()))
        .map(other -> List.of(taken(definition, other)))
        .orElse(List.of());
  }

  private static Problem taken(WorkflowDefinition definition, String other) {
    return new Problem(
        "/name",
        "the workflow \""
            + other
            + "\" is called \""
            + definition.name()
            + "\" already; give this one a name of its own");
  }

  /** Gives a version that has been added the name that it says. */
  static void take(StoreTransaction transaction, TenantId tenant, WorkflowDefinition definition) {
    Optional<String> other =
        transaction.definitions().takeName(tenant, definition.key(), compared(definition.name()));
    if (other.isPresent()) {
      throw new InvalidDefinitionException(
          "The workflow \"" + definition.key() + "\"", List.of(taken(definition, other.get())));
    }
  }
}
