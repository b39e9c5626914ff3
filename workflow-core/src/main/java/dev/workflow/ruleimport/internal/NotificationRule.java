package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of notification rules, as the engine understands it. Treat the JSON parts as
 * read-only.
 *
 * @param event the type of event that its trigger stands for
 * @param channel lower case
 * @param audience lower case
 * @param enabled whether it sends: its own {@code enabled}, and whether anybody is left to send to
 * @param delayMinutes how long after the event it sends; 0: at once
 * @param leadEnabled whether the lead's contact gets it; null: the row does not say
 * @param recipients who gets it, as a step's matrix of recipients
 * @param template the name of the message's template
 * @param followUps what is sent after it, one after another
 * @param exits the types of events that end it before all is sent
 * @param row the row as it was given, unknown columns included
 */
record NotificationRule(
    String event,
    String channel,
    String audience,
    boolean enabled,
    int delayMinutes,
    @Nullable Boolean leadEnabled,
    ObjectNode recipients,
    @Nullable String template,
    List<FollowUp> followUps,
    List<String> exits,
    ObjectNode row) {

  /**
   * A message after the first.
   *
   * @param delayMinutes how long after the one before it
   */
  record FollowUp(
      int delayMinutes, String channel, ObjectNode recipients, @Nullable String template) {}

  NotificationRule {
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(audience, "audience");
    Objects.requireNonNull(recipients, "recipients");
    Objects.requireNonNull(row, "row");
    followUps = List.copyOf(followUps);
    exits = List.copyOf(exits);
  }

  /** The column that says who gets the first message. */
  String recipientsColumn() {
    JsonNode matrix = row.path("recipients");
    return matrix.isMissingNode() || matrix.isNull() ? "quote_recipients" : "recipients";
  }

  /** The key of its workflow: {@code rule-quote-sent-email-customer}. */
  public String workflow() {
    return ("rule-" + event + "-" + channel + "-" + audience).replace('.', '-');
  }
}
