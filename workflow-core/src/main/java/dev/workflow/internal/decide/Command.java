package dev.workflow.internal.decide;

/** What people can do to a step. Which steps and states each is for is in {@link Commands}. */
public enum Command {
  CLAIM("claimed", "READY"),
  RELEASE("released", "claimed"),
  COMPLETE("answered", "READY or IN_PROGRESS"),
  FAIL("answered", "READY or IN_PROGRESS"),
  SKIP("skipped", "READY, IN_PROGRESS or BLOCKED");

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
}
