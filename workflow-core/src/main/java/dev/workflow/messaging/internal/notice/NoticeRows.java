package dev.workflow.messaging.internal.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.Plan;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.InstanceUpdate;
import dev.workflow.internal.engine.SideRowWriter;
import dev.workflow.messaging.internal.content.DigestClosing;
import dev.workflow.messaging.internal.outbox.MessageRowMapper;
import dev.workflow.messaging.internal.outbox.Pauses;
import dev.workflow.messaging.internal.outbox.TaskMark;
import dev.workflow.spi.Handling;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts into the outbox, with the change of an instance, what people are to be told of its tasks;
 * takes back what was to be told before and is true no more.
 *
 * <p>It is not known yet who they are: that is found out when it is sent, see {@link NoticeSender}.
 * So one row is written for a task, however many may do it. What waits for a digest or a window
 * waits as that row, and is nobody's if the task is done meanwhile. Of a step of which nobody is
 * told nothing is asked or written. Used by one thread.
 */
public final class NoticeRows implements SideRowWriter {

  private final EngineContext engine;
  private final StoreTransaction transaction;
  private final Set<String> channels;

  /**
   * @param channels those that have a sender
   */
  public NoticeRows(EngineContext engine, StoreTransaction transaction, Set<String> channels) {
    this.engine = engine;
    this.transaction = transaction;
    this.channels = channels;
  }

  @Override
  public SideRows add(SideRows rows, InstanceUpdate change, Instant now) {
    List<MessageRow> notices = renamed(change, now);
    Map<StepKey, List<Transition>> touched = touched(change);
    if ((touched.isEmpty() && notices.isEmpty()) || over(change.snapshot())) {
      return rows;
    }
    Map<String, Set<Notice.Kind>> outdated = new LinkedHashMap<>();
    String by = null;
    StepKey first = null;
    for (Transition transition : change.transitions()) {
      StepKey key = step(transition);
      if (key != null && !transition.actor().equals(Actor.ENGINE)) {
        by = transition.actor().id();
        first = key;
        break;
      }
    }
    for (Map.Entry<StepKey, List<Transition>> one : touched.entrySet()) {
      StepKey key = one.getKey();
      Step step = change.tree().node(key).step();
      NoticePlan plan = NoticePlan.of(step, engine.tasks().notices());
      if (plan == null) {
        continue;
      }
      StepRun was = change.before().step(key);
      StepRun is = change.snapshot().step(key);
      TaskChange task =
          new TaskChange(
              was,
              open(change, step, was),
              is,
              open(change, step, is),
              one.getValue(),
              key.equals(first) ? by : null);
      Set<Notice.Kind> untrue = change.locked() ? task.outdated() : Set.of();
      if (!untrue.isEmpty()) {
        outdated.put(key.toString(), untrue);
      }
      for (Notice notice : task.notices(plan)) {
        notices.add(row(change.snapshot(), key, plan, notice, now));
      }
    }
    if (!outdated.isEmpty()) {
      takeBack(change.snapshot().identity(), outdated, now);
    }
    return notices.isEmpty() ? rows : with(rows, change.snapshot().state(), notices);
  }

  /** The tasks of a change of which somebody may be told. */
  private Map<StepKey, List<Transition>> touched(InstanceUpdate change) {
    Map<StepKey, List<Transition>> touched = Map.of();
    for (Transition transition : change.transitions()) {
      StepKey key = step(transition);
      if (key == null || key.undo()) {
        continue;
      }
      Step step = change.tree().node(key).step();
      NoticePlan plan =
          step instanceof Step.Action ? NoticePlan.of(step, engine.tasks().notices()) : null;
      if (plan != null && channels.stream().anyMatch(plan.channels()::contains)) {
        touched = touched.isEmpty() ? new LinkedHashMap<>() : touched;
        touched.computeIfAbsent(key, one -> new ArrayList<>()).add(transition);
      }
    }
    return touched;
  }

  private static @Nullable StepKey step(Transition transition) {
    if (transition instanceof Transition.OfStep move) {
      return move.after().key();
    }
    return transition instanceof Transition.OfTask act ? act.step() : null;
  }

  /** Whether it was cancelled or has exited: then nobody is told anything more. */
  private static boolean over(InstanceSnapshot instance) {
    return instance.over();
  }

  /** Whether people can do it: not BLOCKED, and not a step that waits for its provider alone. */
  private boolean open(InstanceUpdate change, Step step, StepRun run) {
    Commands commands = new Commands(change.tree(), engine::performedByPeople);
    return run.state() != StepState.BLOCKED
        && commands.isOpen(step, run)
        && (commands.isForPeople(step, run.key())
            || step.settings().performer().candidates().namesAnybody());
  }

  private MessageRow row(
      InstanceSnapshot instance, StepKey step, NoticePlan plan, Notice notice, Instant now) {
    InstanceSnapshot.Identity identity = instance.identity();
    UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    TaskMark mark =
        new TaskMark(
            new InstanceKey(identity.tenant(), identity.id()),
            step.toString(),
            notice.kind().text(),
            null,
            null,
            notice.fixed());
    OutboundMessage message =
        new OutboundMessage(
            id.toString(),
            identity.tenant(),
            identity.subject(),
            "task/" + id,
            TaskMark.CHANNEL,
            step + "/" + id,
            mark.in(notice.toJson()),
            Handling.NONE
                .withPurpose(
                    Handling.Purpose.NONE
                        .withCategory(Handling.Category.TRANSACTIONAL)
                        .withAudience(TaskMark.AUDIENCE))
                .withWindow(engine.tasks().notices().window()));
    MessageRow row = MessageRowMapper.queued(identity, new Effect.Send(step, message), now);
    return plan.digest() == null
        ? row
        : row.with(
            MessageRow.Status.pending(
                DigestClosing.after(now, plan.digest(), engine.tenant(identity.tenant()).zone())));
  }

  /** What waits to be told of a step is told of it as it is called from now on. */
  private List<MessageRow> renamed(InstanceUpdate change, Instant now) {
    List<MessageRow> anew = new ArrayList<>();
    for (Transition transition : change.transitions()) {
      if (transition instanceof Transition.OfPlan plan
          && plan.change() instanceof Plan.Migration migration
          && !migration.ids().isEmpty()) {
        for (MessageRow row : open(change.snapshot().identity())) {
          TaskMark mark = row.status().underWay(now) ? null : TaskMark.of(row);
          if (mark != null && migration.ids().containsKey(StepKey.parse(mark.step()).id())) {
            StepKey is = plan.now(StepKey.parse(mark.step())).orElse(null);
            if (is != null) {
              anew.add(called(row, mark, is));
            }
            takenBack(row, "its step is called otherwise", now);
          }
        }
      }
    }
    return anew;
  }

  private List<MessageRow> open(InstanceSnapshot.Identity instance) {
    return transaction.messageLinks().open(new InstanceKey(instance.tenant(), instance.id()));
  }

  private static MessageRow called(MessageRow row, TaskMark mark, StepKey is) {
    UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    TaskMark now =
        new TaskMark(
            mark.instance(), is.toString(), mark.kind(), mark.to(), mark.forWhom(), mark.fixed());
    MessageRow.Origin was = row.origin();
    boolean toBeFoundOut = row.channel().equals(TaskMark.CHANNEL);
    return MessageRow.builder(row.tenant(), id, "task/" + id)
        .origin(
            new MessageRow.Origin(
                was.instance(), was.workflow(), was.concurrencyKey(), is.toString(), was.subject()))
        .channel(row.channel())
        .recipient(toBeFoundOut ? MessageRow.Recipient.of(is + "/" + id) : row.recipient())
        .body(Json.write(now.in((ObjectNode) Json.read(row.body()))))
        .purpose(row.purpose())
        .plan(row.plan())
        .createdAt(row.createdAt())
        .status(row.status())
        .build();
  }

  private void takenBack(MessageRow row, String why, Instant now) {
    transaction
        .messages()
        .update(List.of(row.with(row.status().result(why).ended(MessageState.CANCELED, now))));
  }

  private void takeBack(
      InstanceSnapshot.Identity instance, Map<String, Set<Notice.Kind>> outdated, Instant now) {
    List<MessageRow> canceled = new ArrayList<>();
    for (MessageRow row : open(instance)) {
      Set<Notice.Kind> kinds = outdated.getOrDefault(row.step(), Set.of());
      TaskMark mark = kinds.isEmpty() || row.status().underWay(now) ? null : TaskMark.of(row);
      if (mark != null
          && !mark.fixed()
          && kinds.stream().map(Notice.Kind::text).anyMatch(mark.kind()::equals)) {
        canceled.add(
            row.with(
                row.status().result("the task has changed").ended(MessageState.CANCELED, now)));
      }
    }
    if (!canceled.isEmpty()) {
      transaction.messages().update(canceled);
    }
  }

  private static SideRows with(SideRows rows, InstanceState state, List<MessageRow> notices) {
    List<MessageRow> messages = new ArrayList<>(rows.messages());
    for (MessageRow notice : notices) {
      messages.add(state == InstanceState.PAUSED ? Pauses.entering(notice) : notice);
    }
    return rows.withMessages(messages, rows.messagesCanceledAt());
  }
}
