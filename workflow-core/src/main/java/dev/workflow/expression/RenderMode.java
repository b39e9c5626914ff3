package dev.workflow.expression;

/** The treatment of a missing value without a {@code default} filter. */
public enum RenderMode {

  /** It is an {@link ExpressionException} that names the path. */
  STRICT,

  /** It is empty: null where the expression stands alone, nothing within text. */
  LENIENT
}
