package dev.workflow.testkit.simulation.features;

/** A promise that must hold in every story. */
public enum Promise {
  /** No handler is called and no message sent for what has ended on purpose. */
  NOTHING_AFTER_AN_END("nothing is done after an end"),
  /** What is paused stands still, with its messages and its sub-workflows. */
  NOTHING_WHILE_PAUSED("nothing is done while an instance is paused"),
  /** Steps, messages and results are there until they have had their effect. */
  NOTHING_LOST("nothing is lost"),
  /** A step that is done is not done again. */
  NOTHING_TWICE("nothing is done twice"),
  /** Commands are obeyed when they fit who gives them, the step, its state and its time. */
  ONLY_WHO_MAY("nobody does what he may not, and whoever may can"),
  /** Delays, timeouts and due dates hold. */
  IN_TIME("everything happens at its time"),
  /** Instances with a concurrency key obey their policy. */
  CONCURRENCY_HOLDS("concurrency is obeyed"),
  /** Everything that can end ends. */
  NOTHING_STUCK("nothing is stuck"),
  /** What was accepted can be read; what cannot is refused. */
  READABLE("whatever is accepted can be read"),
  /** Conditions over records of the host ask what is, and wait while nobody can tell. */
  FRESH("conditions over records ask what is"),
  /** What is erased is gone wherever it was. */
  GONE_FOR_GOOD("what is erased is gone"),
  /** What the engine says that it has decided is what has happened. */
  TOLD_AS_IT_WAS("what was decided is told as it was"),
  /** Nobody sees anything of another tenant. */
  TENANTS_APART("nothing of one tenant is seen in another"),
  /** What hinders one tenant hinders no other. */
  NO_TENANT_WAITS("no tenant waits for another"),
  /** An operation ends with a result or with its documented exception. */
  CLEAR_ANSWERS("every call ends with a result or a clear refusal");

  private final String text;

  Promise(String text) {
    this.text = text;
  }

  /** For people. */
  @Override
  public String toString() {
    return name() + " (" + text + ")";
  }
}
