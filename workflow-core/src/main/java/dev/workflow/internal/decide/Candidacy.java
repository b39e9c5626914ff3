package dev.workflow.internal.decide;

import dev.workflow.Actor;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The people who may do one step of an instance: named by its document, added by an escalation, or
 * holding it, less those whom an earlier answer excludes. The host's roles are given with each
 * question.
 */
public final class Candidacy {

  private final StepTree tree;
  private final InstanceSnapshot instance;
  private final StepRun run;
  private final Performer performer;

  public Candidacy(StepTree tree, InstanceSnapshot instance, StepKey key) {
    this.tree = tree;
    this.instance = instance;
    this.run = instance.step(key);
    this.performer = tree.node(key).step().settings().performer();
  }

  /**
   * Whether the document says who may do a step, and that is nobody: what it names gives no actor,
   * and there is no role.
   */
  static boolean nobodyMay(Performer performer, StepRun run) {
    TaskState task = run.task();
    List<String> declined = task.participation().declined();
    Performer.Quorum quorum = performer.quorum();
    if (quorum != null && !quorum.seats().isEmpty()) {
      return task.ballot().seats().stream()
          .allMatch(seat -> hasVoted(task, seat) || declined.contains(seat));
    }
    return performer.candidates().namesAnybody()
        && (performer.candidates().roles().isEmpty() || task.audience().only())
        && task.audience().roles().isEmpty()
        && declined.containsAll(task.audience().actors())
        && Commands.somebody(run.memory().assignee()) == null;
  }

  private static boolean hasVoted(TaskState task, String actor) {
    return task.ballot().votes().stream().anyMatch(vote -> vote.actor().equals(actor));
  }

  /** Whether nobody but an ADMIN may do it. */
  public boolean nobodyMay() {
    return nobodyMay(performer, run);
  }

  /**
   * Whether an actor is one of those who may do it. Exclusion and who holds it are other questions.
   */
  public boolean eligible(String actor, Set<String> roles) {
    TaskState task = run.task();
    if (actor.equals(assignee()) || actor.equals(task.owner())) {
      return true;
    }
    return !declined(actor) && isNamed(actor, roles);
  }

  /** Whether somebody has declined the offer of it and was not given it since. */
  public boolean declined(String actor) {
    return run.task().participation().declined().contains(actor);
  }

  /** Whether somebody may do it, has it, has delegated it, has declined it, or helps with it. */
  public boolean hasToDo(String actor, Set<String> roles) {
    return eligible(actor, roles)
        || actor.equals(holder())
        || helps(actor)
        || isNamed(actor, roles);
  }

  /** Whether somebody helps with it. */
  public boolean helps(String actor) {
    return run.task().participation().helpers().contains(actor);
  }

  /** Whether an actor is one of those to whom it is offered, whoever has it. */
  public boolean isNamed(String actor, Set<String> roles) {
    TaskState task = run.task();
    if (!task.ballot().seats().isEmpty()) {
      return task.ballot().seats().contains(actor);
    }
    return everybody()
        || task.audience().actors().contains(actor)
        || roles().stream().anyMatch(roles::contains);
  }

  /** Whether the document names nobody: then everybody may. */
  public boolean everybody() {
    Performer.Quorum quorum = performer.quorum();
    boolean seats = quorum != null && !quorum.seats().isEmpty();
    return !performer.candidates().namesAnybody() && !seats && !Commands.waits(run);
  }

  /** The roles of which any is enough. */
  public Set<String> roles() {
    Set<String> roles = new TreeSet<>();
    if (!run.task().audience().only()) {
      roles.addAll(performer.candidates().roles());
    }
    roles.addAll(run.task().audience().roles());
    return roles;
  }

  /** The actors who may do it besides those with a role. */
  public List<String> actors() {
    TaskState task = run.task();
    return task.ballot().seats().isEmpty() ? task.audience().actors() : task.ballot().seats();
  }

  /** Who is to do it; null: nobody in particular. */
  public @Nullable String assignee() {
    return Commands.somebody(run.memory().assignee());
  }

  /** Who has it: whoever has claimed it, or to whom it is assigned; null: it is free. */
  public @Nullable String holder() {
    return run.claimedBy() == null ? assignee() : run.claimedBy().id();
  }

  /** Whether several people answer it, so that nobody holds it alone. */
  public boolean shared() {
    return performer.quorum() != null;
  }

  /** Whose answer ended it; null: nobody's. */
  public @Nullable Actor answerer() {
    boolean answered = run.state() == StepState.COMPLETED || run.state() == StepState.FAILED;
    return answered ? run.claimedBy() : null;
  }

  /** The actors who have answered a step that excludes them, and those who have voted already. */
  public Set<String> excluded() {
    if (performer.candidates().excluding().isEmpty()) {
      return Set.of();
    }
    Set<String> excluded = new TreeSet<>();
    for (StepRun other : instance.steps().values()) {
      if (performer.candidates().excluding().contains(other.key().id())
          && !other.key().undo()
          && reaches(tree, run.key(), other.key())) {
        answered(other, excluded);
      }
    }
    return excluded;
  }

  private static void answered(StepRun run, Set<String> by) {
    boolean done = run.state() == StepState.COMPLETED || run.state() == StepState.FAILED;
    if (done && run.claimedBy() != null) {
      by.add(run.claimedBy().id());
      if (run.task().hands().forWhom() != null) {
        by.add(run.task().hands().forWhom());
      }
    }
    voted(run, by);
  }

  /** Adds those who have voted, and those for whom somebody has. */
  private static void voted(StepRun run, Set<String> by) {
    for (TaskState.Vote vote : run.task().ballot().votes()) {
      by.add(vote.actor());
      if (vote.forWhom() != null) {
        by.add(vote.forWhom());
      }
    }
  }

  /** Those who have voted on this step, and those for whom somebody has. */
  public Set<String> voters() {
    Set<String> voters = new TreeSet<>();
    voted(run, voters);
    return voters;
  }

  /** Whether the other run belongs to the same rounds, as far as both are in the same loops. */
  static boolean reaches(StepTree tree, StepKey one, StepKey other) {
    List<Step> here = tree.node(one).loops();
    List<Step> there = tree.node(other).loops();
    int common = 0;
    while (common < Math.min(here.size(), there.size())
        && here.get(common).id().equals(there.get(common).id())) {
      common++;
    }
    return one.rounds().subList(0, common).equals(other.rounds().subList(0, common));
  }

  /** The vote of an actor; null: they have not voted. */
  public TaskState.@Nullable Vote voteOf(String actor) {
    for (TaskState.Vote vote : run.task().ballot().votes()) {
      if (vote.isOf(actor)) {
        return vote;
      }
    }
    return null;
  }
}
