package dev.workflow.testkit.simulation.features;

/** The verbs of stories. */
enum Verb {
  /** A node does what is due. */
  WORK("works"),
  /** The clock moves on. */
  ADVANCE("time passes:"),
  /** An event is published. */
  PUBLISH("publishes"),
  /** A workflow is started by hand. */
  START("starts"),
  PAUSE("pauses"),
  RESUME("resumes"),
  CANCEL("cancels"),
  RETRY("retries"),
  BULK("does to all:"),
  CLAIM("claims"),
  RELEASE("releases"),
  COMPLETE("completes"),
  FAIL("fails"),
  SKIP("skips"),
  DECLINE("declines"),
  HELPERS("asks for help with"),
  ASSIGN("gives away"),
  DELEGATE("delegates"),
  RESOLVE("gives back to its owner"),
  SUSPEND("puts aside"),
  UNSUSPEND("takes up again"),
  PLAN("plans anew"),
  /** What somebody does to a step that is to come by time. */
  STEP_HOLD("keeps from beginning"),
  STEP_LET("lets begin"),
  STEP_SKIP("leaves out before its time"),
  STEP_MOVE("moves to a time from now"),
  STEP_NOW("begins before its time"),
  /** Nothing about a subject may be removed. */
  SUBJECT_HOLD("puts under hold"),
  SUBJECT_FREE("lifts the hold on"),
  ERASE("erases"),
  /** Somebody is away, and somebody else does their tasks. */
  AWAY("is away, for whom there is"),
  /** The host says that something about somebody has changed. */
  CHANGED("is looked at anew by the host's word:"),
  /** Somebody opens the inbox. */
  INBOX("looks into the inbox"),
  MESSAGE_HOLD("holds"),
  MESSAGE_RELEASE("lets go"),
  MESSAGE_SKIP("leaves out"),
  MESSAGE_SEND_NOW("sends now"),
  MESSAGE_RESEND("sends again"),
  MESSAGE_MOVE("moves"),
  SUPPRESS("wants nothing more:"),
  /** Somebody answers a message. */
  REPLY("is answered"),
  /** A provider reports. */
  REPORT("is reported"),
  REPUBLISH("publishes a new version of"),
  PURGE("removes what has ended"),
  DELETE("deletes"),
  /** What hinders handlers for good is mended. */
  MEND("mends what fails"),
  /** A record of the host becomes another. */
  RECORD("changes the record of"),
  /** The host's code begins to throw. */
  HOST_FAILS("the host's code throws:"),
  HOST_RECOVERS("the host's code works again:"),
  /** A row becomes one that cannot be read. */
  POISON("cannot be read any more:"),
  POISON_MESSAGE("cannot be read any more, a message:"),
  POISON_WORKFLOW("cannot be read any more, a workflow:"),
  HEAL("everything can be read again"),
  /** What operators do to what is set aside. */
  ASIDE_RETRY("tries once more:"),
  ASIDE_CANCEL("cancels unread:"),
  ASIDE_DELETE("deletes unread:");

  private final String text;

  Verb(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
