package dev.workflow.spi.store;

/**
 * A step that waits for an event.
 *
 * @param key what the event is found by: {@code s:<subject type>:<subject id>} or {@code
 *     c:<correlation>}
 */
public record WaiterRow(InstanceKey instance, String step, String eventType, String key) {}
