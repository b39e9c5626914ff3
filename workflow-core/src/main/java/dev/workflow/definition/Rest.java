package dev.workflow.definition;

/** What becomes of branches or rounds that are not needed any more. */
public enum Rest {
  /** What is open in them ends SKIPPED. */
  CANCEL,
  /**
   * What has begun goes on to its end, unheeded: nobody waits for it but the end of the instance,
   * and its failure fails nothing.
   */
  FINISH
}
