package dev.workflow.spi.store;

/**
 * A step that waits for an event.
 *
 * @param key what the event is found by: {@code s:<subject type>:<subject id>} or {@code
 *     c:<correlation>}
 * @param eventType the type of the event, {@link #ANY_EVENT} or {@link #OF_EDITED}
 */
public record EventSubscriptionRow(
    InstanceKey instance, String step, String eventType, String key) {

  /** The event type of a step that waits for a correlation alone. */
  public static final String ANY_EVENT = "*";

  /**
   * The event type of a wait of an instance whose steps were edited: no version of a workflow need
   * name the type that it waits for.
   */
  public static final String OF_EDITED = "*edited";

  /** The event type of a step that somebody keeps from beginning: it is found by {@link #HELD}. */
  public static final String OF_HELD = "*held";

  /** The key of the steps that are held. */
  public static final String HELD = "held";
}
