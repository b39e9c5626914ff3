package dev.workflow;

import dev.workflow.expression.Template;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Window;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How people are notified of their tasks where a step says nothing else: {@code builder.tasks(tasks
 * -> tasks.withNotices(TaskNotices.on("in_app", "email")))}. Defaults:
 *
 * <ul>
 *   <li>{@code ready} false: only reminders and escalations are sent
 *   <li>{@code channels} {@code in_app}: each person is notified on each of them on which the
 *       {@link dev.workflow.spi.ActorDirectory#contacts actor directory} gives an address
 *   <li>{@code template} none: the engine's own text, in English
 *   <li>{@code digest} none: each notice is a message of its own
 *   <li>{@code window} none: at any hour
 *   <li>{@code link} none: where the task is found, such as {@code
 *       https://app.example.org/tasks/{{task.instance}}/{{task.step}}}
 *   <li>{@code most} 1,000: how many people are notified of one task at most, those first whom the
 *       document names
 * </ul>
 *
 * <p>Immutable and thread-safe; every {@code with} gives a changed copy. Engines on one store
 * should have the same.
 */
public record TaskNotices(
    boolean ready,
    List<String> channels,
    @Nullable String template,
    @Nullable Duration digest,
    @Nullable Window window,
    @Nullable String link,
    int most) {

  private static final TaskNotices OFF =
      new TaskNotices(false, List.of(Channels.IN_APP), null, null, null, null, 1_000);
  private static final Duration LONGEST = Duration.ofDays(7);

  /**
   * @throws IllegalArgumentException if nobody could be notified like that
   */
  public TaskNotices {
    channels = List.copyOf(channels);
    if (channels.isEmpty() || channels.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("channels names one channel at least, such as in_app");
    }
    if (digest != null
        && (digest.compareTo(Duration.ofSeconds(1)) < 0 || digest.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "digest is " + digest + "; it is from a second to " + LONGEST.toDays() + " days");
    }
    if (most < 1 || most > 10_000) {
      throw new IllegalArgumentException("most is " + most + "; it is from 1 to 10,000");
    }
    if (link != null) {
      Template.parse(link);
    }
  }

  /** Nobody is notified that a task is theirs to do. */
  public static TaskNotices off() {
    return OFF;
  }

  /** People are notified on these channels. */
  public static TaskNotices on(String... channels) {
    return new TaskNotices(true, List.of(channels), null, null, null, null, OFF.most);
  }

  /** The same with a message template of the tenant, where it has one of this name. */
  public TaskNotices withTemplate(@Nullable String value) {
    return new TaskNotices(ready, channels, value, digest, window, link, most);
  }

  /** The same, gathered: what comes within such a time goes out as one message. */
  public TaskNotices withDigest(@Nullable Duration value) {
    return new TaskNotices(ready, channels, template, value, window, link, most);
  }

  /** The same, only within these hours, by the zone of the window or the tenant's. */
  public TaskNotices withWindow(@Nullable Window value) {
    return new TaskNotices(ready, channels, template, digest, value, link, most);
  }

  /**
   * The same with a link to the task: a text with expressions over the data of the step and {@code
   * task.id}, {@code task.instance}, {@code task.step} and {@code task.workflow}.
   */
  public TaskNotices withLink(@Nullable String value) {
    return new TaskNotices(ready, channels, template, digest, window, value, most);
  }

  /** The same for so many people at most. */
  public TaskNotices withMost(int value) {
    return new TaskNotices(ready, channels, template, digest, window, link, value);
  }
}
