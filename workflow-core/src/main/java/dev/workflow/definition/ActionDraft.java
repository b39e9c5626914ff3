package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;
import org.jspecify.annotations.Nullable;

/** A step that runs an action; also what is said of people where they do it. Not thread-safe. */
public final class ActionDraft extends StepDraft<ActionDraft> {

  ActionDraft(String id, String type) {
    super(id);
    json().put("action", type);
  }

  /** One key of an action's configuration. */
  public ActionDraft config(String key, Object value) {
    json().withObject("/config").set(key, Steps.json(value));
    return this;
  }

  /** The whole configuration of an action. */
  public ActionDraft config(ObjectNode config) {
    json().set("config", config);
    return this;
  }

  public ActionDraft optional() {
    json().put("required", false);
    return this;
  }

  /** Whoever has any of these roles may do it. */
  public ActionDraft role(String... roles) {
    return oneOrMore("role", roles);
  }

  public ActionDraft assignee(String expression) {
    json().put("assignee", expression);
    return this;
  }

  /** Expressions that give actors who may do it too. */
  public ActionDraft candidates(String... expressions) {
    json().set("candidates", Steps.texts(expressions));
    return this;
  }

  /** Not for whoever answered one of these steps. */
  public ActionDraft excluding(String... steps) {
    return oneOrMore("excluding", steps);
  }

  /** What must hold of an actor, as {@code actor.…}, to be a candidate. */
  public ActionDraft candidatesWhen(Condition condition) {
    json().set("candidatesWhen", condition.toJson());
    return this;
  }

  /** For whoever answered a step, if they may do this one. */
  public ActionDraft prefer(String step) {
    json().put("prefer", step);
    return this;
  }

  /** Given to one of those who may do it. */
  public ActionDraft allocate(Performer.Allocate how) {
    json().put("allocate", DefinitionWriter.name(how));
    return this;
  }

  /** So many different people must approve; one rejection rejects. */
  public ActionDraft quorum(int approvals) {
    return quorum(approvals, 1);
  }

  /** The same, with so many rejections that reject. */
  public ActionDraft quorum(int approvals, int rejections) {
    json().withObject("/quorum").put("approvals", approvals).put("rejections", rejections);
    return this;
  }

  /** Expressions that give who votes in a {@link #quorum}. */
  public ActionDraft seats(String... expressions) {
    json().withObject("/quorum").set("of", Steps.texts(expressions));
    return this;
  }

  /** A {@link #quorum} waits for the votes of all its seats. */
  public ActionDraft collectingAll() {
    json().withObject("/quorum").put("collect", "all");
    return this;
  }

  /** It may be answered before its turn. */
  public ActionDraft early() {
    json().put("early", true);
    return this;
  }

  /** What comes after its answer waits so long, so that the answer can be taken back. */
  public ActionDraft revocable(String span) {
    json().put("revocable", span);
    return this;
  }

  /** Whoever may do it may send it back to one of these steps, which stand before it. */
  public ActionDraft sendBack(String... steps) {
    return oneOrMore("sendBack", steps);
  }

  public ActionDraft due(String span) {
    json().put("due", span);
    return this;
  }

  /** Due at a date in the data, of which the end counts, or at an instant. */
  public ActionDraft dueUntil(String expression) {
    json().putObject("due").put("until", expression);
    return this;
  }

  /** Due at the end of the n-th working day after. */
  public ActionDraft dueInBusinessDays(int days) {
    json().putObject("due").put("for", "P" + days + "D").put("calendar", "business");
    return this;
  }

  /** Hidden in the inbox for so long. */
  public ActionDraft followUp(String span) {
    json().put("followUp", span);
    return this;
  }

  /** Hidden in the inbox until a date in the data. */
  public ActionDraft followUpUntil(String expression) {
    json().putObject("followUp").put("until", expression);
    return this;
  }

  /** The order of the inbox after the due date: 0 to 100. */
  public ActionDraft priority(int priority) {
    json().put("priority", priority);
    return this;
  }

  /** The same by an expression. */
  public ActionDraft priority(String expression) {
    json().put("priority", expression);
    return this;
  }

  /** When nobody has done it so long after it is READY, those with a role may do it too. */
  public ActionDraft escalateToRole(String after, String role) {
    return escalate(after, false, Performer.Escalation.While.OPEN, role, null);
  }

  /** When nobody has done it so long after it is READY, it is somebody else's. */
  public ActionDraft escalateTo(String after, String assignee) {
    return escalate(after, false, Performer.Escalation.While.OPEN, null, assignee);
  }

  /**
   * One escalation.
   *
   * @param overdue whether it counts from the due date
   * @param when for which tasks
   */
  public ActionDraft escalate(
      String after,
      boolean overdue,
      Performer.Escalation.While when,
      @Nullable String role,
      @Nullable String assignee) {
    return escalate(after, overdue, when, role, assignee, null);
  }

  /**
   * The same.
   *
   * @param due by when it is wanted then, counted from that moment; null: as before
   */
  public ActionDraft escalate(
      String after,
      boolean overdue,
      Performer.Escalation.While when,
      @Nullable String role,
      @Nullable String assignee,
      @Nullable String due) {
    ObjectNode one = json().withArray("escalate").addObject().put("after", after);
    one.put("overdue", overdue).put("if", DefinitionWriter.name(when));
    DefinitionWriter.text(one, "role", role);
    DefinitionWriter.text(one, "assignee", assignee);
    DefinitionWriter.text(one, "due", due);
    return this;
  }

  /** People are notified of it on each of these channels; of the engine's if none is given. */
  public ActionDraft notify(String... channels) {
    json().putObject("notify");
    if (channels.length > 0) {
      json().withObject("/notify").set("channels", Steps.texts(channels));
    }
    return this;
  }

  /** {@link #notify}, with a message template of the tenant. */
  public ActionDraft notifyTemplate(String template) {
    json().withObject("/notify").put("template", template);
    return this;
  }

  /** {@link #notify}, gathered into one message for so long. */
  public ActionDraft notifyDigest(String span) {
    json().withObject("/notify").put("digest", span);
    return this;
  }

  /** Nobody is notified of it, whatever the engine does for other steps. */
  public ActionDraft notifyNobody() {
    json().put("notify", false);
    return this;
  }

  /** A reminder so long before the due date, to whoever has it. */
  public ActionDraft remindBefore(String span) {
    json().withArray("reminders").addObject().put("before", span);
    return this;
  }

  /** A reminder so long after the due date, to whoever has it. */
  public ActionDraft remindAfter(String span) {
    json().withArray("reminders").addObject().put("after", span);
    return this;
  }

  /** The same, that comes again and again. */
  public ActionDraft remindAfter(String span, String every, int max) {
    json()
        .withArray("reminders")
        .addObject()
        .put("after", span)
        .put("every", every)
        .put("max", max);
    return this;
  }

  /** The timeout completes the step with an answer; by default the step fails. */
  public ActionDraft onTimeoutComplete(ObjectNode answer) {
    json().putObject("onTimeout").put("as", "complete").set("answer", answer);
    return this;
  }

  /** The timeout skips the step. */
  public ActionDraft onTimeoutSkip() {
    json().put("onTimeout", "skip");
    return this;
  }

  /** When the work begins; when somebody claims it by default. */
  public ActionDraft begin(TaskPolicy.Begin begin) {
    json().put("begin", DefinitionWriter.name(begin));
    return this;
  }

  /** A claim holds so long after the last act of whoever has claimed. */
  public ActionDraft claimFor(String span) {
    json().put("claimFor", span);
    return this;
  }

  /** What stops its clocks; both by default. */
  public ActionDraft clock(TaskPolicy.Stop... stops) {
    ArrayNode clock = json().putArray("clock");
    for (TaskPolicy.Stop stop : stops) {
      clock.add(DefinitionWriter.name(stop));
    }
    return this;
  }

  /** Who sees it while it is free, and while somebody has it; everybody by default. */
  public ActionDraft visibility(TaskPolicy.Audience offered, TaskPolicy.Audience claimed) {
    json()
        .withObject("/visibility")
        .put("offered", DefinitionWriter.name(offered))
        .put("claimed", DefinitionWriter.name(claimed));
    return this;
  }

  /** Shown to these before its turn has come. */
  public ActionDraft announcedTo(TaskPolicy.Audience audience) {
    json().withObject("/visibility").put("upcoming", DefinitionWriter.name(audience));
    return this;
  }

  /** A value by which the task is found: an expression. At most five. */
  public ActionDraft taskField(String name, String expression) {
    json().withObject("/taskFields").put(name, expression);
    return this;
  }

  /** The JSON Schema of the answer. */
  public ActionDraft form(ObjectNode schema) {
    json().set("form", schema);
    return this;
  }
}
