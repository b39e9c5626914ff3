package dev.workflow.examples.host.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.RecordGateway;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The host's records, notes, tasks and exports, as the built-in actions reach them. What came with
 * an idempotency key is answered again and done once. Thread-safe.
 */
@Component
public class HostRecords implements RecordGateway {

  private static final String TAGS = "tags";

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final Clock clock;

  HostRecords(JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The fields of a record; null: there is none. */
  public @Nullable ObjectNode find(TenantId tenant, SubjectRef record) {
    return jdbc
        .query(
            "SELECT fields FROM host_record WHERE tenant = ? AND type = ? AND id = ?",
            (row, at) -> (ObjectNode) Json.read(row.getString(1)),
            tenant.value(),
            record.type(),
            record.id())
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** Stores a record, in the place of an earlier one. */
  public void put(TenantId tenant, SubjectRef record, ObjectNode fields) {
    int changed =
        jdbc.update(
            "UPDATE host_record SET fields = ? WHERE tenant = ? AND type = ? AND id = ?",
            fields.toString(),
            tenant.value(),
            record.type(),
            record.id());
    if (changed == 0) {
      jdbc.update(
          "INSERT INTO host_record (fields, tenant, type, id) VALUES (?, ?, ?, ?)",
          fields.toString(),
          tenant.value(),
          record.type(),
          record.id());
    }
  }

  @Override
  public Map<SubjectRef, ObjectNode> read(ReadRequest request) {
    Map<SubjectRef, ObjectNode> found = new HashMap<>();
    for (SubjectRef record : request.records()) {
      ObjectNode fields = find(request.tenant(), record);
      if (fields != null) {
        found.put(record, fields);
      }
    }
    return found;
  }

  @Override
  public Page<SubjectRef> list(ListRequest request) {
    List<SubjectRef> found =
        jdbc.query(
            "SELECT id FROM host_record WHERE tenant = ? AND type = ? AND id > ? ORDER BY id"
                + " LIMIT ?",
            (row, at) -> SubjectRef.of(request.type(), row.getString(1)),
            request.tenant().value(),
            request.type(),
            request.cursor() == null ? "" : request.cursor(),
            request.limit());
    return new Page<>(
        found,
        found.size() < request.limit()
            ? Optional.empty()
            : Optional.of(found.get(found.size() - 1).id()));
  }

  @Override
  public ObjectNode updateFields(Call call, SubjectRef record, ObjectNode fields) {
    return (ObjectNode)
        once(
            call,
            () -> {
              ObjectNode stored = orEmpty(call.tenant(), record);
              ObjectNode previous = Json.object();
              fields.fieldNames().forEachRemaining(name -> previous.set(name, stored.get(name)));
              stored.setAll(fields);
              put(call.tenant(), record, stored);
              return previous;
            });
  }

  @Override
  public List<String> addTag(Call call, SubjectRef record, String tag) {
    return tags(call, record, tags -> tags.contains(tag) || tags.add(tag));
  }

  @Override
  public List<String> removeTag(Call call, SubjectRef record, String tag) {
    return tags(call, record, tags -> tags.remove(tag));
  }

  private interface Change {
    boolean apply(List<String> tags);
  }

  private List<String> tags(Call call, SubjectRef record, Change change) {
    JsonNode answer =
        once(
            call,
            () -> {
              ObjectNode stored = orEmpty(call.tenant(), record);
              List<String> tags = texts(stored.path(TAGS));
              change.apply(tags);
              ArrayNode all = stored.putArray(TAGS);
              tags.forEach(all::add);
              put(call.tenant(), record, stored);
              return all;
            });
    return texts(answer);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private ObjectNode orEmpty(TenantId tenant, SubjectRef record) {
    ObjectNode stored = find(tenant, record);
    return stored == null ? Json.object() : stored;
  }

  @Override
  public String addNote(Call call, SubjectRef record, String note, String visibility) {
    return entry(
        call, record, "note", Json.object().put("note", note).put("visibility", visibility));
  }

  @Override
  public String createTask(Call call, NewTask task) {
    ObjectNode content = Json.object().put("title", task.title());
    put(content, "description", task.description());
    put(content, "assignee", task.assignee());
    put(content, "due_date", task.dueDate());
    put(content, "priority", task.priority());
    return entry(call, task.subject(), "task", content);
  }

  @Override
  public String enqueueExport(Call call, NewExport export) {
    ObjectNode content =
        Json.object().put("type", export.type()).put("entity_type", export.entityType());
    content.set("filters", export.filters());
    put(content, "email_to", export.emailTo());
    return entry(call, null, "export", content);
  }

  private static void put(ObjectNode content, String key, @Nullable Object value) {
    if (value != null) {
      content.put(key, value.toString());
    }
  }

  private String entry(Call call, @Nullable SubjectRef record, String kind, ObjectNode content) {
    return once(
            call,
            () -> {
              String id = UUID.randomUUID().toString();
              jdbc.update(
                  "INSERT INTO host_record_entry (id, tenant, type, record, kind, content,"
                      + " by_user, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                  id,
                  call.tenant().value(),
                  record == null ? null : record.type(),
                  record == null ? null : record.id(),
                  kind,
                  content.toString(),
                  call.principal().id(),
                  clock.instant().atOffset(ZoneOffset.UTC));
              return Json.object().textNode(id);
            })
        .asText();
  }

  /** A note, a task or an export. */
  public record Entry(String id, String kind, JsonNode content, String by) {}

  /** What actions have added to a record, oldest first. */
  public List<Entry> entries(TenantId tenant, SubjectRef record) {
    return jdbc.query(
        "SELECT id, kind, content, by_user FROM host_record_entry"
            + " WHERE tenant = ? AND type = ? AND record = ? ORDER BY at, id",
        (row, at) ->
            new Entry(
                row.getString(1), row.getString(2), Json.read(row.getString(3)), row.getString(4)),
        tenant.value(),
        record.type(),
        record.id());
  }

  private JsonNode once(Call call, Supplier<JsonNode> act) {
    return transactions.execute(
        status -> {
          List<String> before =
              jdbc.queryForList(
                  "SELECT answer FROM host_call WHERE tenant = ? AND idempotency_key = ?",
                  String.class,
                  call.tenant().value(),
                  call.idempotencyKey());
          if (!before.isEmpty()) {
            return Json.read(before.get(0));
          }
          JsonNode answer = act.get();
          jdbc.update(
              "INSERT INTO host_call (tenant, idempotency_key, answer) VALUES (?, ?, ?)",
              call.tenant().value(),
              call.idempotencyKey(),
              answer.toString());
          return answer;
        });
  }
}
