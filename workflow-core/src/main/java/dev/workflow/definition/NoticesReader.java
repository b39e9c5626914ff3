package dev.workflow.definition;

import dev.workflow.definition.StepNotices.Notify;
import dev.workflow.definition.StepNotices.Reminder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what people are told about a step. */
final class NoticesReader {

  static final int MAX_CHANNELS = 10;
  static final int MAX_REMINDERS = 20;
  static final int MOST = 100;
  private static final int USUAL_MOST = 10;
  private static final int MAX_NAME = 100;
  private static final Duration LONGEST_DIGEST = Duration.ofDays(7);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private NoticesReader() {}

  static StepNotices read(Fields fields) {
    return new StepNotices(notify(fields), reminders(fields));
  }

  private static @Nullable Notify notify(Fields fields) {
    if (fields.get("notify").isBoolean()) {
      return fields.get("notify").booleanValue() ? Notify.ON : Notify.OFF;
    }
    Fields notify = fields.object("notify", Keys.NOTIFY);
    if (notify == null) {
      return null;
    }
    Duration digest = null;
    if (notify.has("digest")) {
      digest = Spans.positive(notify, "digest", SHORTEST);
      if (digest.compareTo(LONGEST_DIGEST) > 0) {
        notify.at("digest").add("is longer than 7 days");
      }
    }
    return new Notify(
        false,
        PerformerReader.texts(notify, "channels", MAX_NAME, MAX_CHANNELS),
        notify.label("template", MAX_NAME),
        digest);
  }

  private static List<Reminder> reminders(Fields fields) {
    List<Reminder> reminders = new ArrayList<>();
    int given =
        fields.objects(
            "reminders", Keys.REMINDER, MAX_REMINDERS, one -> reminders.add(reminder(one)));
    if (given > 0 && !fields.has("due")) {
      fields.at("reminders").add("the step has no \"due\", so there is no date to be reminded of");
    }
    return reminders;
  }

  private static Reminder reminder(Fields one) {
    boolean before = one.has("before");
    if (before) {
      one.refuse("before", "after");
    } else {
      one.require("after", "how long after the due date; or \"before\"");
    }
    TimeSpan span = Spans.span(one, before ? "before" : "after");
    TimeSpan every = Spans.span(one, "every");
    if (every != null && every.atMost().compareTo(SHORTEST) < 0) {
      one.at("every").add("must be a minute or longer");
    }
    if (one.has("max") && !one.has("every")) {
      one.at("max").add("needs \"every\": without it the reminder comes once");
    }
    int most = one.integer("max", USUAL_MOST, 1, MOST);
    return new Reminder(
        before, span == null ? TimeSpan.ZERO : span, every, every == null ? 1 : most);
  }
}
