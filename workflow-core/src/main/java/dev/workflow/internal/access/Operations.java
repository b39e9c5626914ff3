package dev.workflow.internal.access;

import static dev.workflow.spi.AccessPolicy.Right.ADMINISTER;
import static dev.workflow.spi.AccessPolicy.Right.DEFINE;
import static dev.workflow.spi.AccessPolicy.Right.OPERATE;
import static dev.workflow.spi.AccessPolicy.Right.PUBLISH;
import static dev.workflow.spi.AccessPolicy.Right.SEE;
import static dev.workflow.spi.AccessPolicy.Right.START;

import dev.workflow.Definitions;
import dev.workflow.Events;
import dev.workflow.History;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.assignment.Assignments;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decisions;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.gallery.Gallery;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Inbound;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Notifications;
import dev.workflow.messaging.Routing;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.Templates;
import dev.workflow.operations.Actors;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.operations.Findings;
import dev.workflow.operations.SetAside;
import dev.workflow.preview.Previews;
import dev.workflow.retention.Retention;
import dev.workflow.ruleimport.NotificationRules;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Schedules;
import dev.workflow.spi.AccessPolicy.Right;
import dev.workflow.statistics.Statistics;
import dev.workflow.upcoming.UpcomingWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each operation of the services asks for. An operation that is not here is refused. */
final class Operations {

  private record Key(Class<?> service, String name) {}

  private static final Map<Key, Operation> ALL = new HashMap<>();

  static {
    definitions();
    gallery();
    runs();
    previews();
    tasks();
    tenant();
    figures();
    schedules();
    messages();
    people();
  }

  private Operations() {}

  /** Null: nobody has said. */
  static @Nullable Operation of(Class<?> service, String name) {
    return ALL.get(new Key(service, name));
  }

  private static void definitions() {
    Service it = new Service(Definitions.class);
    it.asks(
        PUBLISH,
        Targets.WORKFLOW,
        "publish",
        "publishIfChanged",
        "publishDraft",
        "rollback",
        "archive",
        "enable",
        "disable");
    it.asks(
        DEFINE, Targets.WORKFLOW, "check", "warnings", "saveDraft", "editDraft", "discardDraft");
    it.asks(ADMINISTER, Targets.WORKFLOW, "delete", "deleteThoughUsed");
    it.asks(
        SEE, Targets.WORKFLOW, "draft", "savedDraft", "get", "versions", "diff", "enabledChanges");
    it.asks(SEE, Targets.TENANT, "dependencies", "actions");
    it.filters(
        Targets.TENANT,
        Object.class,
        one ->
            Target.of(
                one instanceof WorkflowDefinition definition
                    ? definition.key()
                    : ((Definitions.Listed) one).key(),
                null),
        "list");
    new Service(NotificationRules.class)
        .asks(PUBLISH, Targets.TENANT, "importRows")
        .asks(SEE, Targets.TENANT, "list");
  }

  /** A template is not a workflow yet: who makes one of it publishes any workflow. */
  private static void gallery() {
    new Service(Gallery.class)
        .asks(SEE, Targets.TENANT, "list", "get", "versions", "export")
        .asks(DEFINE, Targets.TENANT, "check")
        .asks(PUBLISH, Targets.TENANT, "publish", "copy", "importFile", "instantiate")
        .asks(ADMINISTER, Targets.TENANT, "delete");
  }

  private static void runs() {
    new Service(Events.class)
        .asks(START, Targets.EVENT, "publish")
        .asks(SEE, Targets.TENANT, "receipt", "find", "matches")
        .filters(
            Targets.TENANT,
            Events.Accepted.class,
            one -> Target.of(null, one.event().subject()),
            "list")
        .asks(ADMINISTER, Targets.TENANT, "purge");
    Service it = new Service(Instances.class);
    it.asks(START, Targets.WORKFLOW, "start", "startVersion", "draft", "startForEach");
    it.asks(START, Targets.INSTANCE, "begin");
    it.asks(SEE, Targets.INSTANCE, "get", "document", "checkMigration");
    it.asks(
        OPERATE,
        Targets.INSTANCE,
        "edit",
        "moveTo",
        "restart",
        "pause",
        "resume",
        "cancel",
        "retry");
    it.asks(
        OPERATE,
        (store, call) ->
            (call.find(Instances.Query.class) == null ? Targets.INSTANCE : Targets.INSTANCES)
                .of(store, call),
        "migrate");
    it.asks(OPERATE, Targets.INSTANCES, "bulk");
    it.asks(ADMINISTER, Targets.TENANT, "purge");
    it.filters(
        Targets.INSTANCES,
        Instances.Summary.class,
        one -> Target.of(one.workflow().key(), one.subject()),
        "list");
    it.filters(
        Targets.TENANT, Instances.Count.class, one -> Target.of(one.workflow(), null), "count");
    new Service(History.class)
        .asks(SEE, Targets.INSTANCE, "evidence", "story", "diagram", "picture")
        .asks(
            SEE,
            (store, call) ->
                (call.find(SubjectRef.class) == null ? Targets.INSTANCE : Targets.SUBJECT)
                    .of(store, call),
            "of");
    new Service(Findings.class)
        .filters(
            Targets.TENANT,
            Findings.Finding.class,
            one -> Target.of(one.workflow(), one.subject()),
            "list")
        .asks(SEE, Targets.TENANT, "count")
        .asks(OPERATE, Targets.TENANT, "look");
  }

  /** They show events and instances of the whole tenant. */
  private static void previews() {
    new Service(Previews.class).asks(SEE, Targets.TENANT, "starts", "run", "publication");
  }

  private static void tasks() {
    Service it = new Service(Tasks.class);
    it.asks(
        SEE,
        Targets.INSTANCE,
        "claim",
        "release",
        "complete",
        "fail",
        "skip",
        "canPerform",
        "whyNot",
        "start",
        "assign",
        "decline",
        "helpers",
        "delegate",
        "resolve",
        "suspend",
        "resume",
        "block",
        "unblock",
        "reassign",
        "setDue",
        "setFollowUp",
        "setPriority",
        "comment",
        "attach",
        "save",
        "revoke",
        "reopen",
        "sendBack",
        "get");
    it.asks(
        START,
        (store, call) -> List.of(Target.of(Tasks.SINGLE, call.find(SubjectRef.class))),
        "create");
    it.asks(OPERATE, Targets.TENANT, "callback");
    it.asks(SEE, Targets.TASKS, "next", "count", "countBy");
    it.filters(
        Targets.TASKS,
        Tasks.Task.class,
        one -> Target.of(one.workflow(), one.subject()),
        "query",
        "inbox",
        "list");
    it.asks(OPERATE, Targets.TASKS_OF_BULK, "bulk");
  }

  private static void tenant() {
    new Service(Actors.class)
        .ofSomebody(ADMINISTER, "changed", "absence", "removeAbsence", "absences");
    Service it = new Service(Assignments.class);
    it.asks(OPERATE, Targets.SUBJECT, "setOverride", "setNone", "removeOverride");
    it.asks(ADMINISTER, Targets.TENANT, "putRule", "removeRule", "setDefault");
    it.asks(SEE, Targets.SUBJECT, "override", "resolve");
    it.asks(SEE, Targets.TENANT, "changes", "rules", "defaults", "preview");
    it.asks(SEE, Targets.SUBJECTS, "resolveAll");
    new Service(Retention.class)
        .asks(ADMINISTER, Targets.SUBJECT, "hold", "release", "held", "erase", "erasures")
        .asks(ADMINISTER, Targets.TENANT, "holds", "purge");
    new Service(SetAside.class)
        .asks(
            ADMINISTER, Targets.TENANT, "list", "stored", "retry", "cancel", "delete", "standing");
  }

  /** What is counted and searched over a whole tenant. */
  private static void figures() {
    new Service(Statistics.class)
        .asks(SEE, Targets.TENANT, "runs", "steps", "actions", "arms", "channels", "people")
        .asks(ADMINISTER, Targets.TENANT, "purge");
    new Service(UpcomingWork.class)
        .filters(
            Targets.UPCOMING_WORK,
            UpcomingWork.Entry.class,
            one -> Target.of(one.workflow(), one.subject()),
            "list")
        .asks(OPERATE, Targets.UPCOMING, "skip", "move", "runNow", "hold", "release");
    new Service(Decisions.class)
        .filters(Targets.DECISIONS, Decision.class, Operations::decided, "list", "of");
    new Service(ExecutionLog.class).asks(SEE, Targets.TENANT, "search", "export");
  }

  private static Target decided(Object one) {
    Decision decision = (Decision) one;
    return Target.of(
        decision.workflow() == null ? null : decision.workflow().key(), decision.subject());
  }

  private static void schedules() {
    Service it = new Service(Schedules.class);
    it.asks(START, Targets.STARTED_BY_TASK, "create");
    it.asks(START, Targets.CHANGED_TASK, "update");
    it.asks(SEE, Targets.SCHEDULE, "get", "next", "history");
    it.asks(OPERATE, Targets.SCHEDULE, "delete", "pause", "resume", "runNow", "backfill");
    it.asks(ADMINISTER, Targets.TENANT, "purge");
    it.filters(
        (store, call) -> List.of(Target.of(call.find(String.class), null)),
        Schedule.class,
        one ->
            one.task() == null
                ? Target.of(one.workflow(), null)
                : Targets.started(one.task().config(), null),
        "list");
  }

  private static void messages() {
    Service it = new Service(Messages.class);
    it.asks(SEE, Targets.MESSAGE, "get");
    it.filters(
        Targets.SUBJECT,
        Messages.Message.class,
        one -> Target.of(one.origin().workflow(), one.subject()),
        "list");
    it.filters(
        Targets.MESSAGES,
        Messages.Message.class,
        one -> Target.of(one.origin().workflow(), one.subject()),
        "upcoming",
        "failed");
    it.asks(
        OPERATE,
        Targets.MESSAGE,
        "skip",
        "move",
        "sendNow",
        "hold",
        "release",
        "readdress",
        "resend",
        "discard");
    it.asks(OPERATE, Targets.MESSAGES, "bulk");
    it.asks(
        OPERATE,
        (store, call) ->
            (call.find(Messages.Query.class) == null ? Targets.SUBJECT : Targets.MESSAGES)
                .of(store, call),
        "cancel");
    it.asks(SEE, Targets.TENANT, "stops");
    it.asks(ADMINISTER, Targets.TENANT, "stop", "resume", "purge");
    new Service(Templates.class)
        .asks(PUBLISH, Targets.TENANT, "publish", "rollback", "archive")
        .asks(DEFINE, Targets.TENANT, "check", "preview")
        .asks(SEE, Targets.TENANT, "get", "versions", "list", "changes")
        .asks(OPERATE, Targets.TENANT, "testSend");
    new Service(Deliveries.class)
        .asks(OPERATE, Targets.TENANT, "record")
        .asks(SEE, Targets.MESSAGE, "of")
        .asks(ADMINISTER, Targets.TENANT, "purgeUnknown");
    new Service(Inbound.class).asks(OPERATE, Targets.INBOUND, "receive");
    new Service(Routing.class).asks(SEE, Targets.EVENT, "route", "routes");
  }

  private static void people() {
    new Service(Suppressions.class)
        .asks(OPERATE, Targets.TENANT, "suppress", "suppressRecipient", "lift", "endAbsence")
        .asks(SEE, Targets.TENANT, "of", "list", "absence", "absences")
        .asks(ADMINISTER, Targets.TENANT, "rewriteAddresses");
    new Service(Consents.class)
        .asks(OPERATE, Targets.TENANT, "grant", "withdraw", "withdrawRecipient")
        .asks(SEE, Targets.TENANT, "current", "history");
    new Service(Notifications.class)
        .ofSomebody(ADMINISTER, "list", "unreadCount", "markRead", "markAllRead");
  }

  /** The operations of one service. */
  private record Service(Class<?> type) {

    Service asks(Right right, Targets.Finding targets, String... names) {
      return all(new Operation(right, targets, null, false), names);
    }

    <T> Service filters(
        Targets.Finding targets, Class<T> element, Function<T, Target> of, String... names) {
      return all(new Operation(SEE, targets, one -> of.apply(element.cast(one)), false), names);
    }

    /** Of the principal itself, or of another. */
    Service ofSomebody(Right right, String... names) {
      return all(new Operation(right, Targets.TENANT, null, true), names);
    }

    private Service all(Operation operation, String... names) {
      for (String name : names) {
        if (ALL.put(new Key(type, name), operation) != null) {
          throw new IllegalStateException(type + " has two answers for " + name);
        }
      }
      return this;
    }
  }
}
