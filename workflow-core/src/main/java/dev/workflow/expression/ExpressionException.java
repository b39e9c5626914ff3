package dev.workflow.expression;

import dev.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed expression cannot be rendered with this data: a value is missing, has the wrong
 * type, or a bound was reached. The same data fails again, so a retry is of no use.
 *
 * <p>The message names the expression and the remedy, and never holds a secret.
 */
public final class ExpressionException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  private final String expression;
  private final String pointer;
  private final String reason;
  private final @Nullable String missing;

  ExpressionException(String expression, String reason) {
    this(expression, reason, null);
  }

  /**
   * @param missing why a value is missing, without the expression; null: something else is wrong
   */
  ExpressionException(String expression, String reason, @Nullable String missing) {
    super(reason);
    this.expression = expression;
    this.pointer = "";
    this.reason = reason;
    this.missing = missing;
  }

  private ExpressionException(ExpressionException cause, String pointer) {
    super(pointer + ": " + cause.reason, cause);
    this.expression = cause.expression;
    this.pointer = pointer;
    this.reason = cause.reason;
    this.missing = cause.missing;
  }

  /** The expression that failed, without its braces: {@code lead.email}. */
  public String expression() {
    return expression;
  }

  /**
   * The JSON pointer of the text in its configuration; empty where a single template was rendered.
   */
  public String pointer() {
    return pointer;
  }

  @Nullable String missing() {
    return missing;
  }

  ExpressionException at(String place) {
    return new ExpressionException(this, place);
  }
}
