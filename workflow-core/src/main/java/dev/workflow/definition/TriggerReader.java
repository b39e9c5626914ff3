package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.RecordSelection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads triggers. */
final class TriggerReader {

  /** What a trigger by time may have, beside when it comes. */
  static final String[] OF_SCHEDULE = {
    "anchor", "timezone", "jitter", "from", "until", "misfire", "within", "overlap", "input", "for"
  };

  /** What a trigger by an event may have besides. */
  static final String[] OF_EVENT = {"when", "becomes", "settle", "dedupe"};

  private static final Duration LONGEST = Duration.ofDays(30);

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
    boolean event = fields.has("event");
    boolean time = ScheduleTiming.isIn(fields);
    if (Stream.of("event", "schedule", "every").filter(fields::has).count() != 1) {
      fields.problems().add("a trigger has either \"event\", \"schedule\" or \"every\"");
    } else if (event) {
      fields.refuse("event", OF_SCHEDULE);
    } else {
      fields.refuse(fields.has("schedule") ? "schedule" : "every", OF_EVENT);
    }
    Trigger byTime = time ? schedule(fields) : null;
    return event || byTime == null ? event(fields) : byTime;
  }

  /** Null (and a problem) if it has a mistake. */
  private static @Nullable Trigger schedule(Fields fields) {
    ScheduleTiming timing = ScheduleReader.timing(fields);
    TickPolicy policy = ScheduleReader.policy(fields);
    ObjectNode input = ScheduleReader.input(fields);
    RecordSelection records = records(fields);
    return timing == null ? null : new Trigger.OnSchedule(timing, policy, input, records);
  }

  private static @Nullable RecordSelection records(Fields fields) {
    Fields selection = fields.object("for", Keys.SELECTION);
    if (selection == null) {
      return null;
    }
    selection.require("type", "the type of the records, such as \"lead\"");
    String type = selection.text("type");
    ObjectNode filters = (ObjectNode) Expressions.data(selection, "filters").source();
    if (type == null) {
      return null;
    }
    String wrong =
        type.isBlank() ? "must not be empty" : Limits.wrongKey(type, RecordReader.MAX_TYPE);
    if (wrong != null) {
      selection.at("type").add(wrong);
      return null;
    }
    return new RecordSelection(type, filters);
  }

  private static Trigger event(Fields fields) {
    String event = fields.has("event") ? Names.event(fields, "event") : "";
    Condition when = Expressions.condition(fields, "when");
    boolean becomes = fields.flag("becomes", false);
    if (becomes && when.isAlways()) {
      fields.at("becomes").add("asks whether \"when\" has become true: write a \"when\"");
    }
    return new Trigger.OnEvent(event, when, becomes, settle(fields), dedupe(fields));
  }

  private static @Nullable Duration settle(Fields fields) {
    if (!fields.has("settle")) {
      return null;
    }
    Duration quiet = Spans.positive(fields, "settle", Duration.ofSeconds(1));
    if (quiet.compareTo(LONGEST) > 0) {
      fields.at("settle").add("is longer than 30 days, which is the most");
    }
    return quiet;
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
