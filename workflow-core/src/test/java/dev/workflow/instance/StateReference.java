package dev.workflow.instance;

/** Writes the page about states from the tables that decide. */
public final class StateReference {

  private StateReference() {}

  public static String page() {
    return """
        # States

        An instance and each of its steps are always in exactly one of a few states. This page is
        written from the two tables of `StateMachine`, which the engine itself asks before every move, so it cannot
        differ from what the engine does. Every move is written to the history, with who, what,
        from, to, when and why, in the transaction that makes it. A move that is not listed here is
        refused with an `IllegalTransitionException`, which names both states and what is allowed.

        ## Instances

        """
        + section(StateMachine.INSTANCE)
        + """

        An instance that has exited or was cancelled after it was COMPLETED or had FAILED stays what it
        is; the history shows that from this state to the same. Nothing of it happens any more: its
        messages are cancelled, and it is not retried.

        ## Steps

        """
        + section(StateMachine.STEP)
        + """

        A step whose condition is false becomes READY and SKIPPED at the same instant. A step
        that people do and whose assignee is nobody becomes READY and BLOCKED likewise. A failed
        attempt that will be repeated goes back to READY with a due time; FAILED means for good.

        A task is suspended by whoever has it, until a time or until it is resumed: it is BLOCKED so long, stays theirs, and its
        [clocks](../human-tasks.md) stand still where the step says so. `resume`, or that time, makes it READY again, or IN_PROGRESS by way of READY if somebody was at work on it. A
        step with `while` is suspended by the engine in the same way while its condition does not hold, and nobody is offered it. A
        paused instance changes no state of its steps: nothing begins until it is resumed.
        """;
  }

  private static <S extends Enum<S>> String section(StateMachine<S> machine) {
    StringBuilder section = new StringBuilder("```mermaid\n");
    section.append(machine.diagram()).append("```\n\n| from | to | when |\n| --- | --- | --- |\n");
    for (StateMachine.Move<S> move : machine.moves()) {
      section.append(
          "| %s | %s | %s |\n".formatted(move.from().name(), move.to().name(), move.on()));
    }
    return section.toString();
  }
}
