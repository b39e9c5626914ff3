package dev.workflow.examples.host.matters;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody does in a step of a matter, and who does it unless the step says otherwise. */
public enum ActionType {
  /** A lawyer says yes or no. */
  APPROVAL_LAWYER("approval", RoleScope.LAWYER),
  /** The client signs a document. */
  SIGNATURE_CLIENT("signature", RoleScope.CLIENT),
  /** The client hands in documents. */
  REQUEST_DOC_CLIENT("request_document", RoleScope.CLIENT),
  /** The client pays. */
  PAYMENT_CLIENT("payment", RoleScope.CLIENT),
  /** Somebody ticks off a list. */
  CHECKLIST("checklist", null);

  private final String action;
  private final @Nullable RoleScope role;

  ActionType(String action, @Nullable RoleScope role) {
    this.action = action;
    this.role = role;
  }

  /** The action of the engine. */
  String action() {
    return action;
  }

  /** Who does it where the step does not say; null: whoever is on the matter. */
  @Nullable RoleScope role() {
    return role;
  }

  /** The type of an action of the engine; empty: a template cannot say it. */
  static Optional<ActionType> of(String action) {
    return Arrays.stream(values()).filter(one -> one.action.equals(action)).findFirst();
  }

  /** How an action of the engine is called here, also one that a template cannot say. */
  static String nameOf(String action) {
    return of(action).map(Enum::name).orElse(action.toUpperCase(Locale.ROOT));
  }
}
