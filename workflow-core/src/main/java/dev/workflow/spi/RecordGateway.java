package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * @param principal as whom the action acts, see {@link ActionContext#principal}
   */
  record Call(TenantId tenant, String idempotencyKey, Cause cause, Actor principal) {}

  /**
   * What is to be read. Later releases may add parts; hosts only read them.
   *
   * @param principal as whom the workflow acts, see {@link ActionContext#principal}
   * @param records of which what is known is asked; at most {@value #MOST_RECORDS}
   */
  record ReadRequest(TenantId tenant, Actor principal, Set<SubjectRef> records) {

    public ReadRequest {
      records = Set.copyOf(records);
    }
  }

  /** How many records are read at once at most. */
  int MOST_RECORDS = 500;

  /** How large a record is at most, as bytes of JSON. */
  int MOST_BYTES = 262_144;

  /**
   * Reads records that workflows see under {@code records}: all that were asked for about the same
   * time, of many instances of one principal, in one call. It is not called inside a transaction of
   * the engine.
   *
   * <p>If it throws, or does not answer within 30 seconds or {@link
   * dev.workflow.EngineOptions#handlerTimeout()} if that is shorter, the steps wait and say so, and
   * it is asked again: after 10 seconds, then ever more rarely, at least every 10 minutes. A record
   * of more than {@value #MOST_BYTES} bytes fails the step.
   *
   * @return what is known of them; a record that is left out is gone: its steps see null
   */
  default Map<SubjectRef, ObjectNode> read(ReadRequest request) {
    throw new UnsupportedOperationException(
        "this RecordGateway reads no records: implement RecordGateway.read");
  }

  /**
   * Which records are to be listed. Later releases may add parts; hosts only read them.
   *
   * @param principal as whom the workflow acts
   * @param filters field, or field and comparison as in {@code created_at__gte}, to value
   * @param cursor what the page before gave as next; null: from the beginning
   * @param limit so many at most
   */
  record ListRequest(
      TenantId tenant,
      Actor principal,
      String type,
      ObjectNode filters,
      @Nullable String cursor,
      int limit) {}

  /**
   * Lists records of a type, a page at a time, for workflows that are started for each of them. An
   * order that new records do not disturb, such as by id, misses none; one that comes twice is
   * started once.
   *
   * @return the next cursor is at most 500 characters long, and another one than was given
   */
  default Page<SubjectRef> list(ListRequest request) {
    throw new UnsupportedOperationException(
        "this RecordGateway lists no records: implement RecordGateway.list");
  }

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
