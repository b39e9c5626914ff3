package dev.workflow.internal.decide;

/**
 * The commands that people give to a step. Which steps and states each is for is in {@link
 * Commands}.
 */
public enum Command {
  CLAIM("claimed", "READY"),
  START("started", "READY or IN_PROGRESS"),
  RELEASE("released", "claimed"),
  DECLINE("declined", "READY, IN_PROGRESS or suspended"),
  COMPLETE("answered", "READY or IN_PROGRESS"),
  FAIL("answered", "READY or IN_PROGRESS"),
  SKIP("skipped", "READY, IN_PROGRESS or BLOCKED"),
  ASSIGN("assigned", "READY, IN_PROGRESS or suspended"),
  DELEGATE("delegated", "READY or IN_PROGRESS"),
  RESOLVE("resolved", "READY or IN_PROGRESS, and delegated"),
  SUSPEND("suspended", "READY, IN_PROGRESS or suspended already"),
  RESUME("resumed", "suspended"),
  PLAN("planned", "READY, IN_PROGRESS or suspended"),
  HELPERS("given helpers", "READY, IN_PROGRESS or suspended"),
  SAVE("drafted", "READY, IN_PROGRESS or suspended"),
  COMMENT("commented on", "READY, IN_PROGRESS or BLOCKED, or has ended"),
  SEND_BACK("sent back", "READY or IN_PROGRESS"),
  REVOKE("revoked", "COMPLETED or FAILED"),
  REOPEN("opened anew", "COMPLETED, FAILED or SKIPPED");

  private final String done;
  private final String state;

  Command(String done, String state) {
    this.done = done;
    this.state = state;
  }

  /** When it is possible, for people. */
  String possible() {
    return "it can be " + done + " while it is " + state;
  }

  /** Whether it is possible while the instance is paused. */
  boolean duringPause() {
    return this == RELEASE || this == SAVE || this == COMMENT;
  }

  /** Whether it is for a step that has ended. */
  boolean afterTheEnd() {
    return this == REVOKE || this == REOPEN;
  }

  /** Whether it is possible while the step is suspended. */
  boolean whileSuspended() {
    return switch (this) {
      case RELEASE, DECLINE, SKIP, ASSIGN, SUSPEND, RESUME, PLAN, HELPERS, SAVE, COMMENT -> true;
      default -> false;
    };
  }
}
