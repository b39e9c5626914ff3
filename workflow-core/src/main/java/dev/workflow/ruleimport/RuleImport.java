package dev.workflow.ruleimport;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options of an import of notification rules. Immutable. Defaults: the well-known triggers,
 * channels by their own names, each row in a transaction of its own, vanished rows are only
 * reported, for real.
 *
 * @param events the type of event that a trigger stands for; a trigger that is a dotted type stands
 *     for itself
 * @param channels the engine's channel for a name in the rows; others stand for themselves
 * @param allOrNothing one transaction for all rows: a single problem or conflict keeps all of them
 *     out
 * @param vanished what becomes of the workflow of a row that is there no more; one that somebody
 *     has edited stays as it is
 * @param dryRun only says what would be done
 */
public record RuleImport(
    Map<String, String> events,
    Map<String, String> channels,
    boolean allOrNothing,
    Vanished vanished,
    boolean dryRun) {

  /** What becomes of the workflow of a row that is there no more. */
  public enum Vanished {
    /** It stays enabled; the report names it. */
    KEEP,
    /** It is disabled: nobody sends what it has sent. */
    DISABLE,
    /** It is archived, as if it had never been: what it has sent takes the host's path again. */
    ARCHIVE
  }

  public RuleImport {
    events = Map.copyOf(events);
    channels = Map.copyOf(channels);
  }

  /**
   * The defaults: {@code lead_welcome}, {@code appointment}, {@code quote_sent}, {@code
   * quote_accepted} and {@code quote_rejected} are known.
   */
  public static RuleImport defaults() {
    return new RuleImport(
        Map.of(
            "lead_welcome", "lead.created",
            "appointment", "appointment.created",
            "quote_sent", "quote.sent",
            "quote_accepted", "quote.accepted",
            "quote_rejected", "quote.rejected"),
        Map.of("e-mail", "email", "mail", "email", "in-app", "in_app"),
        false,
        Vanished.KEEP,
        false);
  }

  /** The same with one more trigger, in lower case, and the type of event it stands for. */
  public RuleImport event(String trigger, String type) {
    return new RuleImport(with(events, trigger, type), channels, allOrNothing, vanished, dryRun);
  }

  /** The same with one more name of a channel, in lower case. */
  public RuleImport channel(String name, String channel) {
    return new RuleImport(events, with(channels, name, channel), allOrNothing, vanished, dryRun);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }

  /** The same in one transaction. */
  public RuleImport asAWhole() {
    return new RuleImport(events, channels, true, vanished, dryRun);
  }

  /** The same, disabling the workflows of rows that are there no more. */
  public RuleImport disablingVanished() {
    return new RuleImport(events, channels, allOrNothing, Vanished.DISABLE, dryRun);
  }

  /** The same, archiving the workflows of rows that are there no more. */
  public RuleImport archivingVanished() {
    return new RuleImport(events, channels, allOrNothing, Vanished.ARCHIVE, dryRun);
  }

  /** The same, changing nothing. */
  public RuleImport asDryRun() {
    return new RuleImport(events, channels, allOrNothing, vanished, true);
  }
}
