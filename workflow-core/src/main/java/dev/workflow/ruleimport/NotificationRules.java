package dev.workflow.ruleimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings an existing table of notification rules over into workflows, one for each trigger, channel
 * and audience. An import may be repeated as often as the table changes: it publishes what has
 * changed and nothing else. Thread-safe.
 *
 * <p>A row is an object with the columns {@code trigger}, {@code channel} and {@code audience}, and
 * optionally {@code enabled} (true by default), {@code delay_minutes}, {@code lead_enabled}, {@code
 * quote_recipients} and {@code template}; other columns are kept apart. {@code quote_recipients} is
 * a list, or a text with commas, of {@code CUSTOMER}, {@code AGENT}, {@code PARTNER}, {@code BOTH},
 * e-mail addresses and phone numbers; without it the audience says who gets the message: {@code
 * customer}, {@code agent} and {@code partner} are the parties of the subject, anything else is a
 * role. {@code lead_enabled} adds the lead's contact or takes it out; a row for nobody is disabled.
 *
 * <p>A row may have {@code recipients}, a matrix as {@code send_message} takes it, in the place of
 * {@code quote_recipients}, and {@code steps}: at most 100 messages that follow one another, each
 * with {@code template}, {@code delay_minutes} after the one before, and {@code channel} and
 * recipients where they differ from the first message. Both may be JSON texts. {@code exit} lists
 * triggers that end them: an event about the same subject, such as {@code quote_accepted}.
 *
 * <p>Every call throws {@link UnsupportedOperationException} if the store keeps no {@link
 * dev.workflow.ruleimport.spi.ImportedRuleRows}.
 */
public interface NotificationRules {

  /**
   * Imports all rows of a table.
   *
   * @param rows a list of objects
   * @throws InvalidInputException if that is not a list, or has more than 10,000 rows
   * @throws NotFoundException if the tenant is unknown
   */
  ImportReport importRows(TenantId tenant, JsonNode rows, RuleImport how, Actor by);

  /** The imported rows that were there at the last import, by the key of their workflow. */
  List<Imported> list(TenantId tenant);

  /**
   * An imported row.
   *
   * @param workflow what the import published last
   * @param newest the newest published version; null: there is none any more
   * @param enabled whether the newest published version is enabled
   * @param row as it was given, unknown columns included
   */
  record Imported(
      WorkflowRef workflow,
      @Nullable Integer newest,
      boolean enabled,
      ObjectNode row,
      Instant at,
      Actor by) {}
}
