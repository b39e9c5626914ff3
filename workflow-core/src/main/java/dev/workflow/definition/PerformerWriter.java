package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.expression.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes who may do a step, by when, and how it is answered. */
final class PerformerWriter {

  private PerformerWriter() {}

  static void write(ObjectNode json, Performer performer) {
    Performer.Candidates candidates = performer.candidates();
    texts(json, "role", candidates.roles());
    text(json, "assignee", candidates.assignee());
    templates(json, "candidates", candidates.actors());
    texts(json, "excluding", candidates.excluding());
    choice(json, candidates.choice());
    Performer.Quorum quorum = performer.quorum();
    if (quorum != null) {
      ObjectNode one = json.putObject("quorum").put("approvals", quorum.approvals());
      if (quorum.rejections() != 1) {
        one.put("rejections", quorum.rejections());
      }
      templates(one, "of", quorum.seats());
      if (quorum.all()) {
        one.put("collect", "all");
      }
    }
    deadlines(json, performer.deadlines());
    TaskPolicyWriter.write(json, performer.taskPolicy());
    priority(json, performer.priority());
    JsonNode form = performer.form();
    if (form != null) {
      json.set("form", form);
    }
    Performer.Revision revision = performer.revision();
    if (revision.early()) {
      json.put("early", true);
    }
    if (revision.revocable() != null) {
      json.put("revocable", revision.revocable().toString());
    }
    texts(json, "sendBack", revision.to());
    if (!performer.required()) {
      json.put("required", false);
    }
    notices(json, performer.notices());
  }

  private static void notices(ObjectNode json, StepNotices notices) {
    StepNotices.Notify notify = notices.how();
    if (notify != null && notify.off()) {
      json.put("notify", false);
    } else if (notify != null) {
      ObjectNode one = json.putObject("notify");
      texts(one, "channels", notify.channels());
      DefinitionWriter.text(one, "template", notify.template());
      if (notify.digest() != null) {
        one.put("digest", notify.digest().toString());
      }
    }
    for (StepNotices.Reminder reminder : notices.reminders()) {
      ObjectNode one = json.withArray("reminders").addObject();
      one.put(reminder.before() ? "before" : "after", reminder.span().toString());
      if (reminder.every() != null) {
        one.put("every", reminder.every().toString()).put("max", reminder.max());
      }
    }
  }

  private static void choice(ObjectNode json, Performer.Choice choice) {
    if (choice.when() != null) {
      json.set("candidatesWhen", choice.when().toJson());
    }
    DefinitionWriter.text(json, "prefer", choice.prefer());
    if (choice.allocate() != Performer.Allocate.OFFER) {
      json.put("allocate", DefinitionWriter.name(choice.allocate()));
    }
  }

  private static void deadlines(ObjectNode json, Performer.Deadlines deadlines) {
    time(json, "due", deadlines.due());
    time(json, "followUp", deadlines.followUp());
    for (Performer.Escalation rung : deadlines.escalations()) {
      ObjectNode one = json.withArray("escalate").addObject().put("after", rung.after().toString());
      if (rung.overdue()) {
        one.put("overdue", true);
      }
      if (rung.when() != Performer.Escalation.While.OPEN) {
        one.put("if", DefinitionWriter.name(rung.when()));
      }
      DefinitionWriter.text(one, "role", rung.role());
      text(one, "assignee", rung.assignee());
      if (rung.due() != null) {
        one.put("due", rung.due().toString());
      }
    }
    Performer.OnTimeout timeout = deadlines.timeout();
    if (timeout.answer() != null) {
      json.putObject("onTimeout").put("as", "complete").set("answer", timeout.answer());
    } else if (timeout.act() != Performer.TimeoutAct.FAIL) {
      json.put("onTimeout", DefinitionWriter.name(timeout.act()));
    }
  }

  private static void time(ObjectNode json, String key, Performer.@Nullable TaskTime time) {
    if (time instanceof Performer.TaskTime.After after) {
      json.put(key, after.span().toString());
    } else if (time instanceof Performer.TaskTime.Until until) {
      json.putObject(key).put("until", until.time().text());
    } else if (time instanceof Performer.TaskTime.BusinessDays business) {
      json.putObject(key).put("for", "P" + business.days() + "D").put("calendar", "business");
    } else if (time instanceof Performer.TaskTime.BusinessHours hours) {
      json.putObject(key).put("for", hours.time().toString()).put("calendar", "business");
    }
  }

  private static void priority(ObjectNode json, @Nullable Template priority) {
    if (priority == null) {
      return;
    }
    if (Template.containsExpression(priority.text())) {
      json.put("priority", priority.text());
    } else {
      json.put("priority", Integer.parseInt(priority.text()));
    }
  }

  private static void text(ObjectNode json, String key, @Nullable Template template) {
    DefinitionWriter.text(json, key, template == null ? null : template.text());
  }

  private static void templates(ObjectNode json, String key, List<Template> templates) {
    if (!templates.isEmpty()) {
      templates.forEach(one -> json.withArray(key).add(one.text()));
    }
  }

  /** One text, or a list of them; none is left out. */
  static void texts(ObjectNode json, String key, List<String> texts) {
    if (texts.size() == 1) {
      json.put(key, texts.get(0));
    } else if (!texts.isEmpty()) {
      json.set(
          key,
          JsonNodeFactory.instance
              .arrayNode()
              .addAll(texts.stream().map(JsonNodeFactory.instance::textNode).toList()));
    }
  }
}
