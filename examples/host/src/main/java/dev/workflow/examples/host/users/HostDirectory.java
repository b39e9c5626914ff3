package dev.workflow.examples.host.users;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.examples.host.security.Member;
import dev.workflow.examples.host.security.Members;
import dev.workflow.spi.ActorDirectory;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The host's users as the engine's tasks see them. Thread-safe. */
@Component
public class HostDirectory implements ActorDirectory {

  private final Members members;
  private final JdbcTemplate jdbc;

  HostDirectory(Members members, JdbcTemplate jdbc) {
    this.members = members;
    this.jdbc = jdbc;
  }

  @Override
  public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
    return Membership.roles(members.of(tenant, actor.id()).memberships(), subject);
  }

  @Override
  public Optional<Collection<Membership>> memberships(TenantId tenant, Actor actor) {
    return Optional.of(members.of(tenant, actor.id()).memberships());
  }

  @Override
  public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> roles) {
    Map<Membership, Set<Actor>> eligible = new HashMap<>();
    roles.forEach(role -> eligible.put(role, who(tenant, role)));
    return Optional.of(eligible);
  }

  private Set<Actor> who(TenantId tenant, Membership membership) {
    Set<Actor> who = new HashSet<>();
    jdbc.query(
        "SELECT user_id FROM host_membership WHERE tenant = ? AND role = ?"
            + " AND role IN ('ADMIN', 'MANAGER', 'SALES')",
        row -> {
          who.add(Actor.of(row.getString(1)));
        },
        tenant.value(),
        membership.role());
    SubjectRef subject = membership.subject();
    if (subject != null && subject.type().equals(Member.MATTER)) {
      jdbc.query(
          "SELECT user_id FROM host_matter_member WHERE tenant = ? AND matter = ? AND role = ?",
          row -> {
            who.add(Actor.of(row.getString(1)));
          },
          tenant.value(),
          subject.id(),
          membership.role());
    }
    return who;
  }

  @Override
  public Map<Actor, JsonNode> attributes(TenantId tenant, Set<Actor> actors) {
    Map<Actor, JsonNode> attributes = new HashMap<>();
    for (Actor actor : actors) {
      jdbc.query(
          "SELECT name FROM host_user WHERE id = ?",
          row -> {
            attributes.put(actor, Json.object().put("name", row.getString(1)));
          },
          actor.id());
    }
    return attributes;
  }
}
