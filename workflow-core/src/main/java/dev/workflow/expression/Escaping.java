package dev.workflow.expression;

/** What happens to a value on its way into the surrounding text. Literal text is never touched. */
public enum Escaping {

  /** Values are written as they are. */
  NONE,

  /**
   * {@code & < > " '} become entities: for an HTML body or an attribute in quotes. {@code
   * {{{raw}}}} is written as it is.
   */
  HTML,

  /**
   * Everything but the unreserved characters of RFC 3986 is percent-encoded as UTF-8: for a path
   * segment or a query value. {@code {{{raw}}}} is written as it is.
   */
  URL,

  /**
   * A CR or LF in a value is an {@link ExpressionException}: for headers and addresses. Holds for
   * {@code {{{raw}}}} as well.
   */
  HEADER
}
