package dev.workflow.statistics.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.WorkflowException;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Channels;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.StoreException;
import dev.workflow.statistics.Statistics.Bucket;
import dev.workflow.statistics.Statistics.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What scheduled tasks of the type {@code report} do: a file of figures or of the log, as an
 * attachment of an e-mail to each recipient. What they show is what the task's principal may see.
 * The time it is about ends with the planned tick, so that each attempt gives the same.
 * Thread-safe.
 */
public final class ReportAction implements ActionHandler {

  public static final String TYPE = "scheduled_report";

  /** What an e-mail has besides. */
  private static final long ENVELOPE = 4_096;

  private final long most;
  private volatile @Nullable Function<Actor, ReportRows> sources;

  /**
   * @param maxDataBytes how large a message may be
   */
  public ReportAction(long maxDataBytes) {
    this.most = Math.max(1, maxDataBytes / 2 - ENVELOPE);
  }

  /**
   * From now on it works.
   *
   * @param rows what somebody may see
   */
  public void of(Function<Actor, ReportRows> rows) {
    sources = rows;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ActionResult start(ActionContext context) {
    Function<Actor, ReportRows> known = sources;
    if (known == null) {
      return ActionResult.blocked("the engine is not complete yet");
    }
    if (!context.workflow().key().startsWith("scheduled-")) {
      return ActionResult.failed("\"" + TYPE + "\" is for scheduled tasks alone", false);
    }
    try {
      return reported(context, known.apply(context.principal()));
    } catch (StoreException e) {
      throw e;
    } catch (InvalidInputException | AccessDeniedException e) {
      return ActionResult.failed(String.valueOf(e.getMessage()), false);
    } catch (WorkflowException e) {
      return ActionResult.failed(String.valueOf(e.getMessage()), true);
    }
  }

  private ActionResult reported(ActionContext context, ReportRows rows) {
    JsonNode config = context.config();
    String of = config.path("of").asText();
    ReportFile.Form form =
        ReportFile.Form.valueOf(config.path("format").asText("csv").toUpperCase(Locale.ROOT));
    Query query = query(context, config);
    String name = context.data().path("input").path("schedule").path("name").asText("Report");
    String title =
        name + ": " + of + ", " + day(query.from(), query) + " to " + day(query.to(), query);
    ReportFile file = new ReportFile(form, title, ReportRows.columns(of), most);
    rows.each(of, query, file::add);
    List<String> recipients = recipients(config.path("email_to"));
    ObjectNode content = content(title, of, form, file, query);
    recipients.forEach(
        recipient ->
            context.send(
                OutboundMessage.draft(context, Channels.EMAIL, recipient, content.deepCopy())));
    return ActionResult.completed(
        Json.object()
            .put("rows", file.rows())
            .put("whole", file.whole())
            .put("from", query.from().toString())
            .put("to", query.to().toString())
            .put("recipients", recipients.size()));
  }

  private static ObjectNode content(
      String title, String of, ReportFile.Form form, ReportFile file, Query query) {
    String fileName = of + "-" + day(query.from(), query) + "." + form.extension();
    String text =
        file.rows()
            + (file.rows() == 1 ? " row is in " : " rows are in ")
            + fileName
            + (file.whole()
                ? "."
                : "; there are more, which are left out because the file would be too large: take a"
                    + " shorter range.");
    ObjectNode content = Json.object().put("subject", title).put("text", text);
    content
        .putArray("attachments")
        .addObject()
        .put("name", fileName)
        .put("type", form.type())
        .put("text", file.text());
    return content;
  }

  private static String day(Instant time, Query query) {
    return time.atZone(query.zone()).truncatedTo(ChronoUnit.MINUTES).toLocalDate().toString();
  }

  private static List<String> recipients(JsonNode given) {
    List<String> recipients = new ArrayList<>();
    if (given.isArray()) {
      given.forEach(one -> recipients.add(one.asText()));
    } else {
      recipients.add(given.asText());
    }
    return recipients;
  }

  private static Query query(ActionContext context, JsonNode config) {
    JsonNode planned = context.data().path("input").path("schedule").path("plannedAt");
    Instant tick =
        planned.isTextual() ? Instant.parse(planned.textValue()) : context.clock().instant();
    ZoneId zone = context.zone();
    String range = config.path("range").asText();
    Instant to = range.startsWith("PT") ? tick : midnight(tick, zone).toInstant();
    Instant from =
        range.startsWith("PT")
            ? tick.minus(Duration.parse(range))
            : midnight(tick, zone).minus(Period.parse(range)).toInstant();
    Bucket by = Bucket.valueOf(config.path("by").asText("total").toUpperCase(Locale.ROOT));
    Query query = Query.of(context.tenant(), from, to).by(by, zone);
    String workflow = config.path("workflow_id").asText();
    return workflow.isEmpty() ? query : query.ofWorkflow(workflow);
  }

  private static ZonedDateTime midnight(Instant tick, ZoneId zone) {
    return tick.atZone(zone).toLocalDate().atStartOfDay(zone);
  }
}
