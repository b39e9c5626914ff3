package dev.workflow.definition;

import dev.workflow.expression.Template;

/**
 * A record of the host that the steps of a workflow see, read through {@link
 * dev.workflow.spi.RecordGateway}.
 *
 * @param type of the record, such as {@code lead}
 * @param id gives its id from the data of the instance, such as {@code {{subject.id}}}
 */
public record RecordUse(String type, Template id, Read read) {

  /** When a record is read. */
  public enum Read {
    /** Before each step begins, and again when its delay has passed. */
    EACH_STEP,
    /** Once, before the first step begins. */
    START
  }
}
