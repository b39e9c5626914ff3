package dev.workflow.expression;

import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Stands in data for a value that whoever reads them may not see. Templates show its text, without
 * filters; conditions are not evaluable where they read it. Written down it is a plain text.
 * Immutable.
 */
public final class MaskedValue extends TextNode {

  private static final long serialVersionUID = 1L;

  /**
   * @param mask what is shown instead; empty: nothing
   */
  public MaskedValue(String mask) {
    super(mask);
  }
}
