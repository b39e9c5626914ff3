package dev.workflow.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The notices that people get about a step that they do. Immutable.
 *
 * @param how null: as the engine does for all steps
 * @param reminders in the order of the document
 */
public record StepNotices(@Nullable Notify how, List<Reminder> reminders) {

  /** As the engine does for all steps, without reminders. */
  public static final StepNotices USUAL = new StepNotices(null, List.of());

  public StepNotices {
    reminders = List.copyOf(reminders);
  }

  /**
   * How people are notified of a step.
   *
   * @param off whether nobody is notified except for reminders
   * @param channels each person is notified on each of them; empty: on those of the engine
   * @param template the message template of the tenant; null: the engine's text
   * @param digest for how long notices are gathered into one message; null: each goes out alone
   */
  public record Notify(
      boolean off, List<String> channels, @Nullable String template, @Nullable Duration digest) {

    /** On the channels of the engine. */
    public static final Notify ON = new Notify(false, List.of(), null, null);

    /** Nobody is notified. */
    public static final Notify OFF = new Notify(true, List.of(), null, null);

    public Notify {
      channels = List.copyOf(channels);
    }
  }

  /**
   * A reminder around the due date, to whoever has the step then.
   *
   * @param before whether the time span is counted back from the due date
   * @param span how long before or after
   * @param every after how long it comes again; null: it comes once
   * @param max how often it comes
   */
  public record Reminder(boolean before, TimeSpan span, @Nullable TimeSpan every, int max) {}
}
