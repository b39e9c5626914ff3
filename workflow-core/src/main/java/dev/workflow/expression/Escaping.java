package dev.workflow.expression;

/** Escapes values for the surrounding text. Literal text is never touched. */
public enum Escaping {

  /** Values are written as they are. */
  NONE,

  /**
   * Written as they are, for the text of a message: what looks like the {@linkplain
   * #UNSUBSCRIBE_PLACE place} of the link to unsubscribe is none. {@code {{{raw}}}} is written as
   * it is.
   */
  TEXT,

  /**
   * {@code & < > " '} become entities: for an HTML body or an attribute in quotes; what looks like
   * the place of the link to unsubscribe is none. {@code {{{raw}}}} is written as it is. At the
   * beginning of a link ({@code href="{{…}}"}, raw or not) a value that leads to what runs, such as
   * {@code javascript:}, gets {@code unsafe:} before it.
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
  HEADER;

  /** Stands in a message's text for its link to unsubscribe, if its author wrote it there. */
  public static final String UNSUBSCRIBE_PLACE = "%unsubscribe_url%";
}
