package dev.workflow.expression;

/** Ends the reading of one expression; the parser reports it and continues behind. */
final class SyntaxFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;

  SyntaxFault(int offset, String message) {
    super(message, null, false, false);
    this.offset = offset;
  }

  int offset() {
    return offset;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
