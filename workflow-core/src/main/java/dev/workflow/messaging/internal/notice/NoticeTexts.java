package dev.workflow.messaging.internal.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.LinkSchemes;
import dev.workflow.expression.RenderMode;
import dev.workflow.expression.Template;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepData;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.log.Log;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.MessageText;
import dev.workflow.messaging.internal.notice.Notice.Kind;
import dev.workflow.spi.Contact;
import dev.workflow.spi.TenantDirectory;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people read of a task: the template of the tenant, or the engine's own words. A template
 * that there is not, or that cannot be rendered, keeps nobody from being told. One thread, one use.
 */
final class NoticeTexts {

  private static final Log log = Log.of(NoticeTexts.class);
  private static final String SECRET = "••••";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy HH:mm", Locale.ENGLISH);

  /**
   * What somebody is told on a channel.
   *
   * @param template the name of the template with its version; null: the engine's own words
   */
  record Text(ObjectNode content, @Nullable String template, @Nullable String language) {}

  /** What a template says the same about. */
  private record Occasion(Kind kind, @Nullable String forWhom) {}

  private final EngineContext engine;
  private final MessageStepContext messaging;
  private final Notice notice;
  private final @Nullable String template;
  private final InstanceSnapshot instance;
  private final StepKey key;
  private final StepRun run;
  private final String label;
  private final StepData step;
  private final Instant now;
  private final Map<Occasion, Optional<MessageText>> templates = new HashMap<>();
  private boolean unrendered;

  NoticeTexts(
      EngineContext engine,
      MessageStepContext messaging,
      InstanceReader.Stored stored,
      StepKey key,
      Notice notice,
      @Nullable String template) {
    this.engine = engine;
    this.messaging = messaging;
    this.notice = notice;
    this.template = template;
    this.instance = stored.snapshot();
    this.key = key;
    this.run = instance.step(key);
    this.label = stored.tree().node(key).step().settings().label();
    this.now = engine.now();
    this.step =
        StepData.of(
            instance, engine.context(instance.identity().tenant(), stored.tree(), now), key);
  }

  /** Whether the template could not be used for somebody. */
  boolean unrendered() {
    return unrendered;
  }

  /**
   * @param forWhom for whom they do it, who is away; null: for themselves
   */
  Text of(Kind kind, @Nullable String forWhom, Contact contact, String channel, String address) {
    Text text = null;
    if (template != null) {
      text = fromTemplate(template, kind, forWhom, contact, channel, address);
    }
    return text == null ? own(kind, forWhom, contact) : text;
  }

  private @Nullable Text fromTemplate(
      String name,
      Kind kind,
      @Nullable String forWhom,
      Contact contact,
      String channel,
      String address) {
    try {
      Optional<MessageText> text =
          templates.computeIfAbsent(
              new Occasion(kind, forWhom), any -> template(name, kind, forWhom));
      Optional<MessageText.Rendered> rendered =
          text.flatMap(one -> one.render(channel, contact, address));
      if (rendered.isPresent()) {
        ObjectNode content = rendered.get().content();
        return new Text(content, text.get().ref(), rendered.get().language());
      }
    } catch (ExpressionException e) {
      log.warn("The template \"{}\" of task notices cannot be rendered: {}", name, e.getMessage());
    }
    unrendered = true;
    return null;
  }

  private Optional<MessageText> template(String name, Kind kind, @Nullable String forWhom) {
    TenantDirectory.Settings tenant = engine.tenant(instance.identity().tenant());
    ObjectNode data = data();
    data.set("task", task(kind, forWhom, tenant.zone()));
    return MessageText.of(
        messaging,
        instance.identity().tenant(),
        name,
        new MessageText.Occasion(now, tenant.zone(), tenant.locale(), data, null),
        Json.object());
  }

  private ObjectNode data() {
    return step.data();
  }

  private ObjectNode task(Kind kind, @Nullable String forWhom, ZoneId zone) {
    InstanceSnapshot.Identity identity = instance.identity();
    ObjectNode task = Json.object();
    task.put("id", TaskId.of(identity.id(), key.toString()).toString());
    task.put("instance", identity.id().toString()).put("step", key.toString());
    task.put("name", label).put("workflow", identity.workflow().key()).put("kind", kind.text());
    SubjectRef subject = identity.subject();
    if (subject != null) {
      task.putObject("subject").put("type", subject.type()).put("id", subject.id());
    }
    Instant due = run.task().times().due();
    if (due != null) {
      task.put("due", due.atZone(zone).toOffsetDateTime().toString());
      task.put("overdue", due.isBefore(now));
    }
    task.put("priority", run.task().priority());
    put(task, "by", notice.by());
    put(task, "act", notice.act());
    put(task, "to", notice.to());
    put(task, "for", forWhom);
    put(task, "link", link());
    JsonNode asks = asks();
    if (asks != null) {
      task.set("asks", asks);
    }
    return task;
  }

  private static void put(ObjectNode json, String key, @Nullable String value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  /** The configuration of its action with the values that the instance has now. */
  private @Nullable JsonNode asks() {
    try {
      return step.config()
          .evaluate(data(), step.rendering().mode(RenderMode.LENIENT).secrets(name -> SECRET));
    } catch (ExpressionException e) {
      return null;
    }
  }

  private @Nullable String link() {
    String written = engine.tasks().notices().link();
    if (written == null) {
      return null;
    }
    try {
      ObjectNode data = data();
      InstanceSnapshot.Identity identity = instance.identity();
      data.putObject("task")
          .put("id", TaskId.of(identity.id(), key.toString()).toString())
          .put("instance", identity.id().toString())
          .put("step", key.toString())
          .put("workflow", identity.workflow().key());
      String link = Template.parse(written).render(data, step.rendering().mode(RenderMode.LENIENT));
      return LinkSchemes.isHarmless(link) ? link : null;
    } catch (ExpressionException e) {
      log.warn("The link of task notices cannot be rendered: {}", e.getMessage());
      return null;
    }
  }

  /** In English. */
  private Text own(Kind kind, @Nullable String forWhom, Contact contact) {
    Instant due = run.task().times().due();
    ZoneId zone =
        contact.zone() == null
            ? engine.tenant(instance.identity().tenant()).zone()
            : contact.zone();
    StringBuilder text = new StringBuilder(label);
    JsonNode asks = asks();
    String message = asks == null ? "" : asks.path("message").asText("");
    if (!message.isBlank()) {
      text.append('\n').append(message.strip());
    }
    if (forWhom != null) {
      text.append("\nFor ").append(forWhom).append(", who is away");
    }
    SubjectRef subject = instance.identity().subject();
    if (subject != null) {
      text.append("\nAbout ").append(subject.type()).append(' ').append(subject.id());
    }
    if (due != null && kind != Kind.TAKEN) {
      String place = zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
      text.append("\nDue ").append(DATE.format(due.atZone(zone)));
      text.append(" (").append(place).append(')');
    }
    String link = link();
    if (link != null) {
      text.append('\n').append(link);
    }
    ObjectNode content = Json.object();
    content.put("subject", Limits.oneLine(title(kind, due)));
    content.put("text", text.toString());
    put(content, "link", link);
    return new Text(content, null, null);
  }

  private String title(Kind kind, @Nullable Instant due) {
    return switch (kind) {
      case READY -> "To do: " + label;
      case GIVEN -> "From " + notice.by() + ": " + label;
      case REMINDER -> (due != null && !due.isAfter(now) ? "Overdue: " : "Reminder: ") + label;
      case CLAIM_ENDS -> "Your claim ends soon: " + label;
      case ESCALATED -> "Escalated to you: " + label;
      case TAKEN -> taken();
    };
  }

  private String taken() {
    String by = notice.by() == null ? "an escalation" : notice.by();
    if (notice.to() != null) {
      return "No longer yours, " + notice.to() + " has it now: " + label;
    }
    return "Changed by "
        + by
        + " ("
        + String.valueOf(notice.act()).replace('_', ' ')
        + "): "
        + label;
  }
}
