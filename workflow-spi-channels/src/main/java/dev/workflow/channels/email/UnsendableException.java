package dev.workflow.channels.email;

import dev.workflow.spi.SendResult.Scope;

/** A mail cannot be made of the message, now or later. */
final class UnsendableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Scope scope;

  UnsendableException(String message, Scope scope) {
    super(message);
    this.scope = scope;
  }

  UnsendableException(String message) {
    this(message, Scope.MESSAGE);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  Scope scope() {
    return scope;
  }
}
