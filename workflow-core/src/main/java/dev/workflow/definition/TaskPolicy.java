package dev.workflow.definition;

import dev.workflow.expression.Template;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a step that people do is taken on, kept and seen. Immutable.
 *
 * @param begin when the work begins
 * @param claimFor how long a claim holds after the last act of whoever has claimed; null: as long
 *     as the engine's {@code TaskSettings} say
 * @param clock what stops the due date, the timeout, the escalations and the end of a claim
 * @param visibility who sees it
 * @param fields expressions that give values by which the task is found, by name
 */
public record TaskPolicy(
    Begin begin,
    @Nullable Duration claimFor,
    Set<Stop> clock,
    Visibility visibility,
    Map<String, Template> fields) {

  /** As it is where the document says nothing. */
  public static final TaskPolicy USUAL =
      new TaskPolicy(Begin.ON_CLAIM, null, EnumSet.allOf(Stop.class), Visibility.USUAL, Map.of());

  public TaskPolicy {
    clock = Collections.unmodifiableSet(clock.isEmpty() ? Set.of() : EnumSet.copyOf(clock));
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** When the work on a task begins. */
  public enum Begin {
    /** When somebody claims it. */
    ON_CLAIM,
    /** When whoever has claimed it starts it. */
    BY_HAND,
    /** As soon as somebody has it: when it becomes READY if it is assigned. */
    ON_READY
  }

  /** What makes the clocks of a task stand still. */
  public enum Stop {
    /** The instance is paused. */
    PAUSED,
    /** The task is suspended. */
    BLOCKED
  }

  /**
   * Who sees a task, in each part of its life.
   *
   * @param upcoming while its turn has not come; null: it is not announced
   * @param offered while it is free
   * @param claimed while somebody has it, and after
   */
  public record Visibility(@Nullable Audience upcoming, Audience offered, Audience claimed) {

    /** Everybody sees what has begun. */
    public static final Visibility USUAL = new Visibility(null, Audience.ALL, Audience.ALL);
  }

  /** Whom a task is shown. An ADMIN sees everything. */
  public enum Audience {
    /** Whoever may do it, has it, has delegated it, or helps. */
    CANDIDATES,
    /** These, and whoever has a task of the instance, or had one. */
    INVOLVED,
    /** Everybody. */
    ALL
  }
}
