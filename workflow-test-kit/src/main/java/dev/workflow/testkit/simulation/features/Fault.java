package dev.workflow.testkit.simulation.features;

/**
 * A fault of a node while it does one act.
 *
 * @param at at which of the places where something can go wrong, or at which call, from 1
 */
record Fault(Kind kind, int at) {

  static final Fault NONE = new Fault(Kind.NONE, 0);

  /** What can go wrong. */
  enum Kind {
    NONE("nothing goes wrong"),
    DIES("the node dies"),
    STANDS_STILL("the node stands still beyond its leases"),
    STANDS_IN_CALL("the node stands still inside a call of a handler or a sender"),
    FAILS("the transaction fails before its commit"),
    UNHEARD("the answer of the commit is lost");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  @Override
  public String toString() {
    return kind == Kind.NONE ? kind.text : kind.text + " at place " + at;
  }
}
