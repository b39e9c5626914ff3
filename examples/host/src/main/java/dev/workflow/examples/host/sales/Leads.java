package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.examples.host.records.HostRecords;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.users.Users;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The leads of a sales portal: records of the host. */
@Component
public class Leads {

  static final String LEAD = "lead";

  private final HostRecords records;
  private final Users users;
  private final Engines engines;

  Leads(HostRecords records, Users users, Engines engines) {
    this.records = records;
    this.users = users;
    this.engines = engines;
  }

  static SubjectRef subject(String lead) {
    return SubjectRef.of(LEAD, lead);
  }

  /** The fields of a lead; null: there is none. */
  @Nullable ObjectNode find(TenantId tenant, String lead) {
    return records.find(tenant, subject(lead));
  }

  /** The fields of a lead. */
  ObjectNode get(TenantId tenant, String lead) {
    ObjectNode fields = find(tenant, lead);
    if (fields == null) {
      throw new NotFoundException("there is no lead \"" + lead + "\"");
    }
    return fields;
  }

  /** Adds a lead and tells of it, both or neither. */
  @Transactional
  public String create(Caller caller, @Nullable String id, ObjectNode fields) {
    String lead = id == null ? UUID.randomUUID().toString() : id;
    if (find(caller.tenant(), lead) != null) {
      throw new ConflictException("there is a lead \"" + lead + "\" already");
    }
    Users.User owner = users.get(caller.tenant(), caller.userId());
    ObjectNode kept = fields.deepCopy();
    ObjectNode by = kept.putObject("owner").put("id", owner.id()).put("name", owner.name());
    by.put("user_id", owner.id());
    if (owner.email() != null) {
      by.put("email", owner.email());
    }
    records.put(caller.tenant(), subject(lead), kept);
    ObjectNode payload = data(lead, kept);
    payload.set("lead_data", kept);
    engines
        .of(caller)
        .events()
        .publish(Event.of(caller.tenant(), "lead.created", subject(lead), payload));
    return lead;
  }

  /** What rules, conditions and messages see of a lead. */
  static ObjectNode data(String lead, @Nullable ObjectNode fields) {
    ObjectNode data = fields == null ? Json.object() : fields.deepCopy();
    ObjectNode nested = fields == null ? Json.object() : fields.deepCopy();
    data.put("lead_id", lead);
    data.set(LEAD, nested.put("id", lead));
    return data;
  }
}
