package dev.workflow.messaging.internal.notice;

import dev.workflow.Actor;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.messaging.internal.notice.Notice.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change of an instance means for whoever has, had or may have one of its tasks. Immutable.
 *
 * @param wasOpen whether people could do it before
 * @param isOpen whether they can now
 * @param transitions those of this step, in order
 * @param by who acted on this step in the first place; null: the engine, or they acted on another
 */
record TaskChange(
    StepRun was,
    boolean wasOpen,
    StepRun is,
    boolean isOpen,
    List<Transition> transitions,
    @Nullable String by) {

  /** Of these the holder need not be told, whoever does them. */
  private static final Set<String> HARMLESS =
      Set.of("comment", "attach", "claim", "vote", "remind", "escalate", "save", "claim_ends");

  List<Notice> notices(NoticePlan plan) {
    List<Notice> notices = new ArrayList<>();
    boolean moved = false;
    for (Transition.OfTask act : acts()) {
      if (isOpen && act.act().equals("remind")) {
        notices.add(Notice.of(Kind.REMINDER));
      } else if (isOpen && plan.on() && act.act().equals("claim_ends")) {
        notices.add(Notice.of(Kind.CLAIM_ENDS).to(act.detail().path("of").textValue()));
      } else if (isOpen && plan.escalations() && act.act().equals("escalate")) {
        String to = act.detail().path("to").textValue();
        moved |= to != null;
        notices.add(
            Notice.of(Kind.ESCALATED)
                .from(act.detail().path("from").textValue())
                .to(to)
                .role(act.detail().path("role").textValue()));
      }
    }
    if (plan.on() && !moved) {
      ofHolders(notices);
    }
    return notices;
  }

  private void ofHolders(List<Notice> notices) {
    String had = holder(was);
    String has = holder(is);
    boolean another = isOpen && has != null && !has.equals(had) && !has.equals(by);
    if (another && by != null) {
      notices.add(Notice.of(Kind.GIVEN).by(by, act()).from(had).to(has));
    } else if (isOpen && (!wasOpen || another || (had != null && has == null))) {
      boolean theirs = had != null || !acts().isEmpty();
      notices.add(Notice.of(Kind.READY).by(theirs ? by : null, null));
    }
    if (had != null
        && by != null
        && !by.equals(had)
        && (wasOpen || was.task().suspension() != null)) {
      String act = act();
      if (!HARMLESS.contains(act)) {
        notices.add(Notice.of(Kind.TAKEN).by(by, act).from(had).to(another ? has : null));
      }
    }
  }

  /** Which of what people were to be told of it, and have not got yet, is true no more. */
  Set<Kind> outdated() {
    if (wasOpen && (!isOpen || !Objects.equals(holder(was), holder(is)))) {
      return EnumSet.allOf(Kind.class);
    }
    Set<Kind> outdated = EnumSet.noneOf(Kind.class);
    if (!Objects.equals(was.task().times().due(), is.task().times().due())) {
      outdated.add(Kind.REMINDER);
    }
    if (was.task().participation().warned() && !is.task().participation().warned()) {
      outdated.add(Kind.CLAIM_ENDS);
    }
    return outdated;
  }

  /** What was done to it: the act, or what became of it. */
  private String act() {
    List<Transition.OfTask> acts = acts();
    if (!acts.isEmpty()) {
      return acts.get(0).act();
    } else if (is.state() == StepState.READY && was.state() == StepState.IN_PROGRESS) {
      return "release";
    } else if (is.state() == was.state() && Objects.equals(holder(was), holder(is))) {
      return "save";
    }
    return is.state() == StepState.IN_PROGRESS
        ? "claim"
        : is.state().name().toLowerCase(java.util.Locale.ROOT);
  }

  private List<Transition.OfTask> acts() {
    return transitions.stream()
        .filter(Transition.OfTask.class::isInstance)
        .map(Transition.OfTask.class::cast)
        .toList();
  }

  static @Nullable String holder(StepRun run) {
    Actor claimed = run.claimedBy();
    return claimed == null ? Commands.somebody(run.memory().assignee()) : claimed.id();
  }
}
