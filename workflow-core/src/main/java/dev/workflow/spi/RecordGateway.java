package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Cause;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host's data, as far as actions touch it. The host applies its own permissions.
 *
 * <p>Called on the engine's threads; thread-safe; may block. Every call carries the step's
 * idempotency key and may be repeated with it after a crash: a repetition must not act twice. A
 * thrown exception fails the attempt, which is tried again.
 */
public interface RecordGateway {

  /**
   * Who asks, and the key under which a repetition is recognised.
   *
   * @param idempotencyKey the step's
   * @param cause to hand on with the events that the write gives rise to
   */
  record Call(TenantId tenant, String idempotencyKey, Cause cause) {}

  /** Sets fields of a record; returns their previous values. */
  ObjectNode updateFields(Call call, SubjectRef record, ObjectNode fields);

  /** Adds a tag; returns all tags of the record. */
  List<String> addTag(Call call, SubjectRef record, String tag);

  /** Removes a tag; returns all tags of the record. */
  List<String> removeTag(Call call, SubjectRef record, String tag);

  /**
   * Adds a note; returns its id.
   *
   * @param visibility {@code internal} or {@code public}
   */
  String addNote(Call call, SubjectRef record, String note, String visibility);

  /** Creates a task in the host's data; returns its id. */
  String createTask(Call call, NewTask task);

  /** Begins an export; returns its id. */
  String enqueueExport(Call call, NewExport export);

  /** A task to create. */
  record NewTask(
      @Nullable SubjectRef subject,
      String title,
      @Nullable String description,
      @Nullable String assignee,
      @Nullable LocalDate dueDate,
      @Nullable String priority) {}

  /**
   * An export to begin.
   *
   * @param type {@code csv} or {@code json}
   * @param filters field, or field and comparison as in {@code created_at__gte}, to value
   */
  record NewExport(String type, String entityType, JsonNode filters, @Nullable String emailTo) {}
}
