package dev.workflow.definition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads triggers. */
final class TriggerReader {

  private TriggerReader() {}

  static List<Trigger> triggers(Fields fields) {
    List<Trigger> triggers = new ArrayList<>();
    fields.objects(
        "triggers",
        Keys.TRIGGER,
        DefinitionReader.MAX_LIST,
        trigger -> triggers.add(trigger(trigger)));
    return triggers;
  }

  private static Trigger trigger(Fields fields) {
    if (fields.has("event") == fields.has("schedule")) {
      fields.problems().add("a trigger has either \"event\" or \"schedule\"");
    } else if (fields.has("schedule")) {
      fields.refuse("schedule", "when", "dedupe");
    } else {
      fields.refuse("event", "timezone", "misfire");
    }
    return fields.has("schedule") ? schedule(fields) : event(fields);
  }

  private static Trigger schedule(Fields fields) {
    CronExpression cron = fields.parsed("schedule", CronExpression::parse);
    return new Trigger.OnSchedule(
        cron == null ? "" : cron.toString(),
        fields.zone("timezone"),
        fields.choice("misfire", Trigger.Misfire.class, Trigger.Misfire.ONCE));
  }

  private static Trigger event(Fields fields) {
    String event = fields.has("event") ? Names.event(fields, "event") : "";
    return new Trigger.OnEvent(event, Expressions.condition(fields, "when"), dedupe(fields));
  }

  private static Trigger.@Nullable Dedupe dedupe(Fields fields) {
    Fields dedupe = fields.object("dedupe", Keys.DEDUPE);
    return dedupe == null
        ? null
        : new Trigger.Dedupe(
            Expressions.required(dedupe, "key", "an expression, such as \"{{lead.id}}\""),
            Spans.span(dedupe, "window"));
  }
}
