package dev.workflow.expression;

/** What a missing value without a {@code default} filter does. */
public enum RenderMode {

  /** It is an {@link ExpressionException} that names the path. */
  STRICT,

  /** It is empty: null where the expression stands alone, nothing within text. */
  LENIENT
}
