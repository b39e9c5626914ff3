package dev.workflow.channels;

import dev.workflow.InvalidInputException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Inbound;
import dev.workflow.messaging.InboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request of a provider, and the answer to it. Immutable.
 *
 * <table>
 * <caption>The status to answer</caption>
 * <tr><td>200</td><td>it comes from the provider; what is in it is to be kept before the answer.
 *     Also for what is repeated, late, not known, or about a message that nobody sent: the provider
 *     would only post it again</td></tr>
 * <tr><td>400</td><td>it was signed, and cannot be read</td></tr>
 * <tr><td>401</td><td>it was not signed by the provider</td></tr>
 * </table>
 *
 * @param body the answer's text; empty unless the provider wants one
 * @param flaw for the log: why it was refused; null if it was not
 */
public record Callback(
    int status,
    String body,
    List<Reported> reports,
    List<InboundMessage> messages,
    @Nullable String flaw) {

  private static final Log log = Log.of(Callback.class);
  private static final int MOST_AT_ONCE = 5_000;

  public Callback {
    Objects.requireNonNull(body, "body");
    reports = List.copyOf(reports);
    messages = List.copyOf(messages);
  }

  /** Reports about messages of one tenant by one channel. */
  public record Reported(TenantId tenant, String channel, List<Report> reports) {

    public Reported {
      reports = List.copyOf(reports);
    }
  }

  /** One that is refused. */
  public static Callback refused(int status, String flaw) {
    return new Callback(status, "", List.of(), List.of(), flaw);
  }

  /** One that is believed. */
  public static Callback taken(List<Reported> reports, List<InboundMessage> messages) {
    return new Callback(200, "", reports, messages, null);
  }

  /**
   * Keeps what is in it: first the reports, then the messages, each durable when it is kept. To be
   * done before the answer; a repetition does nothing more. A message that is too large is left
   * out, with a WARN. Nothing happens if it was refused.
   *
   * @return the status to answer
   * @throws WorkflowException if it cannot be kept now; answer 503, so that the provider posts it
   *     again
   */
  public int keep(Deliveries deliveries, Inbound inbound) {
    for (Reported one : reports) {
      for (int from = 0; from < one.reports().size(); from += MOST_AT_ONCE) {
        int to = Math.min(one.reports().size(), from + MOST_AT_ONCE);
        deliveries.record(one.tenant(), one.channel(), one.reports().subList(from, to));
      }
    }
    for (InboundMessage message : messages) {
      try {
        inbound.receive(message);
      } catch (InvalidInputException e) {
        log.warn("A message that came in is left out: {}", e.getMessage());
      }
    }
    return status;
  }

  /** The reports of statuses; those that no report can hold are left out. */
  public static List<Report> reports(List<DeliveryStatus> statuses) {
    List<Report> reports = new ArrayList<>();
    for (DeliveryStatus status : statuses) {
      try {
        reports.add(status.report());
      } catch (WorkflowException e) {
        // an id that is longer than any provider's
      }
    }
    return reports;
  }
}
