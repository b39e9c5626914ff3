package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.TaskAct;
import dev.workflow.internal.decide.TaskDrafts;
import dev.workflow.internal.text.Limits;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds to a task without answering it: comments, attachments, drafts and helpers. */
final class TaskNotes {

  private static final int MAX_COMMENT = 10_000;
  private static final int MAX_NAME = 200;
  private static final int MAX_URI = 2_000;
  private static final int MAX_HELPERS = 100;

  private final PeopleCommands commands;
  private final TaskPermits permits;

  TaskNotes(PeopleCommands commands, TaskPermits permits) {
    this.commands = commands;
    this.permits = permits;
  }

  void helpers(
      TenantId tenant,
      TaskId task,
      Actor actor,
      Collection<String> add,
      Collection<String> remove) {
    TaskAct.Helpers helpers = new TaskAct.Helpers(List.copyOf(add), List.copyOf(remove));
    helpers.add().forEach(Actor::of);
    helpers.remove().forEach(Actor::of);
    requireFew(helpers.add().size());
    requireFew(helpers.remove().size());
    commands.give(
        tenant,
        task.instance(),
        task.step(),
        Command.HELPERS,
        actor,
        (locked, key) -> {
          permits.require(Command.HELPERS, TaskPermits.Target.of(locked, key), actor);
          Set<String> after =
              new HashSet<>(locked.snapshot().step(key).task().participation().helpers());
          after.addAll(helpers.add());
          helpers.remove().forEach(after::remove);
          requireFew(after.size());
          locked.handle(new InstanceInput.OnTask(key, actor, Command.HELPERS, helpers));
        });
  }

  private static void requireFew(int helpers) {
    if (helpers > MAX_HELPERS) {
      String wrong = "are " + helpers + "; at most " + MAX_HELPERS + " are allowed";
      throw new InvalidInputException("The helpers", List.of(new Problem("", wrong)));
    }
  }

  void comment(TenantId tenant, TaskId task, Actor actor, String text) {
    long length = text.length();
    if (text.isBlank() || length > MAX_COMMENT) {
      String wrong =
          text.isBlank()
              ? "must not be empty"
              : "has " + length + " characters; at most " + MAX_COMMENT + " are allowed";
      throw new InvalidInputException("The comment", List.of(new Problem("", wrong)));
    }
    commands.act(
        tenant,
        task,
        actor,
        Command.COMMENT,
        new TaskAct.Comment(Limits.storable(text, MAX_COMMENT)));
  }

  void attach(
      TenantId tenant, TaskId task, Actor actor, String name, String uri, @Nullable String type) {
    Problems problems = Problems.none();
    line(problems.at("name"), name, MAX_NAME);
    line(problems.at("uri"), uri, MAX_URI);
    if (type != null) {
      line(problems.at("type"), type, MAX_NAME);
    }
    problems.throwIfAny(list -> new InvalidInputException("The attachment", list));
    commands.act(tenant, task, actor, Command.COMMENT, new TaskAct.Attach(name, uri, type));
  }

  private static void line(Problems problems, String text, int most) {
    String wrong = text.isBlank() ? "must not be empty" : Limits.wrongLine(text, most);
    if (wrong != null) {
      problems.add(wrong);
    }
  }

  int save(TenantId tenant, TaskId task, Actor actor, JsonNode draft, int version) {
    return commands
        .giveForResult(
            tenant,
            task,
            Command.SAVE,
            actor,
            (locked, key) -> {
              permits.require(Command.SAVE, TaskPermits.Target.of(locked, key), actor);
              Candidacy candidacy = new Candidacy(locked.tree(), locked.snapshot(), key);
              String holder = candidacy.holder();
              boolean helps = candidacy.helps(actor.id()) && !candidacy.shared();
              String of = helps && holder != null ? holder : actor.id();
              TaskDrafts.Draft known = locked.snapshot().step(key).task().drafts().of(of);
              int now = known == null ? 0 : known.version();
              if (now != version) {
                throw new ConflictException(
                    "the draft of step \""
                        + key
                        + "\" has version "
                        + now
                        + (known == null ? "" : ", saved by " + known.by())
                        + "; it was read at version "
                        + version
                        + ": read it again");
              }
              locked.handle(
                  new InstanceInput.OnTask(key, actor, Command.SAVE, new TaskAct.Save(of, draft)));
              return IntNode.valueOf(version + 1);
            })
        .intValue();
  }
}
