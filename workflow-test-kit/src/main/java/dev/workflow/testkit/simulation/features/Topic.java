package dev.workflow.testkit.simulation.features;

/** The topics of stories. Every story takes some of them, so that they meet in all ways. */
enum Topic {
  /** Crashes, pauses, lost answers. */
  CHAOS,
  /** Handlers that fail, for good too, retries of instances, compensation. */
  FAILURE,
  /** Cancel, exit, replacement, purge. */
  ENDING,
  PAUSING,
  /** Steps that people do, and the people. */
  PEOPLE,
  /** Steps that are answered from outside. */
  CALLBACK,
  MESSAGES,
  /** Windows, digests, fallbacks. */
  HANDLING,
  /** Parallel, split, branch. */
  FORKS,
  /** Each and repeat. */
  LOOPS,
  CHILDREN,
  CONCURRENCY,
  /** Delays and timeouts of all kinds of step. */
  TIMES,
  /** Waits, and events that handlers publish. */
  EVENTS,
  STOP,
  /** New versions, archiving, deleting. */
  VERSIONS,
  BULK,
  /** Texts and numbers that are too large or cannot be stored. */
  BAD_INPUT,
  /** The host's code throws. */
  HOST,
  /** Rows that cannot be read. */
  POISON,
  /**
   * Steps that wait for others, withdraw them or are offered meanwhile; events before their turn.
   */
  LINKS,
  /** Somebody holds, moves, leaves out or begins what is to come by time. */
  CALENDAR,
  /** Holds, removal of what has ended, erasures. */
  RETENTION,
  /** Conditions over records of the host, which change. */
  RECORDS,
  /** So many instances begin, and so many messages are sent, in a time. */
  LIMITS
}
