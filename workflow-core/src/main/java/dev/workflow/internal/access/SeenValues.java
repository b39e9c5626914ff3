package dev.workflow.internal.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Events;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.internal.engine.FieldRights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What services answer, with masks where a principal may not see a field of what is data in it.
 * What it masks it notes, so that texts do not show it either. Used by one thread.
 */
final class SeenValues {

  /** Where the values of a pack are data; elsewhere they are words of the engine and of people. */
  private static final List<String> DATA =
      List.of(
          "event/payload", "event/previous", "input", "output", "variable/", "record/", "detail");

  /** Where the records are that services answer with and that have data in them. */
  private static final Set<String> SERVICES =
      Set.of(
          "dev.workflow",
          "dev.workflow.assignment",
          "dev.workflow.instance",
          "dev.workflow.messaging",
          "dev.workflow.operations",
          "dev.workflow.task",
          "dev.workflow.trigger");

  private final FieldRights fields;
  private final Actor principal;
  private final TenantId tenant;
  private HiddenValues noted = new HiddenValues();

  SeenValues(FieldRights fields, Actor principal, TenantId tenant) {
    this.fields = fields;
    this.principal = principal;
    this.tenant = tenant;
  }

  /** What values hold that the principal may not see. */
  HiddenValues hidden(List<Object> values, @Nullable String subject) {
    of(values, subject);
    return taken();
  }

  /** What was noted since this was asked last. */
  HiddenValues taken() {
    HiddenValues all = noted;
    noted = new HiddenValues();
    return all;
  }

  /**
   * @param subject the type of what the answer is about, unless it says so itself; null: nothing
   */
  @Nullable Object of(@Nullable Object value, @Nullable String subject) {
    if (value instanceof JsonNode json) {
      return json(json, subject);
    } else if (value instanceof EvidencePack pack) {
      return pack.without((name, held) -> isMasked(name, held, subject));
    } else if (value instanceof HistoryEntry.VariableSet set) {
      JsonNode seen = field(set.name(), set.value(), subject);
      return seen == set.value()
          ? set
          : new HistoryEntry.VariableSet(set.stamp(), set.name(), seen);
    } else if (value instanceof Events.Match match) {
      Events.Accepted seen = (Events.Accepted) Objects.requireNonNull(of(match.event(), subject));
      return seen.event().equals(match.event().event()) ? match : masked(seen);
    } else if (value instanceof Record record
        && SERVICES.contains(record.getClass().getPackageName())) {
      return record(record, subject);
    } else if (value instanceof List<?> list) {
      return list(list, subject);
    } else if (value instanceof Map<?, ?> map) {
      return map(map, subject);
    } else if (value instanceof Optional<?> optional) {
      return optional.map(one -> of(one, subject));
    }
    return value;
  }

  /** An explanation shows values, and whether a condition holds tells of them. */
  private static Events.Match masked(Events.Accepted event) {
    return new Events.Match(event, null, "the event has fields that are masked", null);
  }

  private Map<Object, @Nullable Object> map(Map<?, ?> map, @Nullable String subject) {
    Map<Object, @Nullable Object> seen = new LinkedHashMap<>();
    map.forEach(
        (key, one) ->
            seen.put(
                key,
                key instanceof String name && one instanceof JsonNode json
                    ? field(name, json, subject)
                    : of(one, subject)));
    return Collections.unmodifiableMap(seen);
  }

  private JsonNode field(String name, JsonNode value, @Nullable String subject) {
    ObjectNode field = Json.object();
    field.set(name, value);
    ObjectNode seen = fields.masked(principal, tenant, subject, field, noted::add);
    return seen == field ? value : seen.get(name);
  }

  private List<Object> list(List<?> list, @Nullable String subject) {
    List<Object> seen = new ArrayList<>(list.size());
    for (Object one : list) {
      seen.add(of(one, subject));
    }
    return Collections.unmodifiableList(seen);
  }

  private JsonNode json(JsonNode json, @Nullable String subject) {
    return json instanceof ObjectNode object
        ? fields.masked(principal, tenant, subject, object, noted::add)
        : json;
  }

  /** A value of a pack is named by its place: the last part is the field. */
  private boolean isMasked(String name, JsonNode held, @Nullable String subject) {
    boolean data = DATA.stream().anyMatch(name::startsWith);
    return data && field(name.substring(name.lastIndexOf('/') + 1), held, subject) != held;
  }

  private Object record(Record record, @Nullable String around) {
    List<@Nullable Object> values = Records.values(record);
    String subject = around;
    for (Object value : values) {
      subject = value instanceof SubjectRef about ? about.type() : subject;
    }
    boolean changed = false;
    for (int i = 0; i < values.size(); i++) {
      Object seen = of(values.get(i), subject);
      changed |= seen != values.get(i);
      values.set(i, seen);
    }
    return changed ? Records.copy(record, values) : record;
  }
}
