package dev.workflow.channels.email;

import jakarta.mail.MessagingException;

/** The host gave no token for the login. */
final class NoTokenException extends MessagingException {

  private static final long serialVersionUID = 1L;

  NoTokenException(String message, RuntimeException cause) {
    super(message, cause);
  }
}
