package dev.workflow.task;

import dev.workflow.Tasks;

/** The commands that people give to a task, as {@link Tasks#whyNot} asks. */
public enum TaskCommand {
  CLAIM,
  START,
  RELEASE,
  DECLINE,
  COMPLETE,
  FAIL,
  SKIP,
  ASSIGN,
  DELEGATE,
  RESOLVE,
  SUSPEND,
  RESUME,
  /** {@code setDue}, {@code setFollowUp} and {@code setPriority}. */
  PLAN,
  HELPERS,
  SAVE,
  /** {@code comment} and {@code attach}. */
  COMMENT,
  SEND_BACK,
  REVOKE,
  REOPEN
}
