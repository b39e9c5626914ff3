package dev.workflow.examples.host.users;

import dev.workflow.ConflictException;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.examples.host.security.Members;
import dev.workflow.examples.host.security.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The users of a tenant and their roles, and the members of its matters. Thread-safe. */
@Component
public class Users {

  private final JdbcTemplate jdbc;
  private final Members members;

  Users(JdbcTemplate jdbc, Members members) {
    this.jdbc = jdbc;
    this.members = members;
  }

  /** A user with their roles in one tenant. */
  public record User(
      String id, String login, String name, @Nullable String email, Set<Role> roles) {}

  /** The users of a tenant by id. */
  public List<User> list(TenantId tenant) {
    Map<String, User> users = new TreeMap<>();
    jdbc.query(
        "SELECT u.id, u.login, u.name, u.email, m.role FROM host_user u"
            + " JOIN host_membership m ON m.user_id = u.id WHERE m.tenant = ?",
        row -> {
          String id = row.getString(1);
          User user =
              users.computeIfAbsent(
                  id, new UserOf(row.getString(2), row.getString(3), row.getString(4))::user);
          user.roles().add(Role.valueOf(row.getString(5)));
        },
        tenant.value());
    return List.copyOf(users.values());
  }

  private record UserOf(String login, String name, @Nullable String email) {
    User user(String id) {
      return new User(id, login, name, email, EnumSet.noneOf(Role.class));
    }
  }

  /**
   * One user of a tenant.
   *
   * @throws NotFoundException if the tenant has no such user
   */
  public User get(TenantId tenant, String id) {
    return list(tenant).stream()
        .filter(user -> user.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new NotFoundException("tenant " + tenant + " has no user \"" + id + "\""));
  }

  /**
   * Adds a user to a tenant.
   *
   * @param passwordHash null: the user cannot log in, and uses tokens
   * @throws ConflictException if the id or the login is taken, in whichever tenant
   */
  @Transactional
  public User create(TenantId tenant, User user, @Nullable String passwordHash) {
    try {
      jdbc.update(
          "INSERT INTO host_user (id, login, name, email, password) VALUES (?, ?, ?, ?, ?)",
          user.id(),
          user.login(),
          user.name(),
          user.email(),
          passwordHash);
    } catch (DuplicateKeyException e) {
      throw new ConflictException("the id or the login is taken: choose another one");
    }
    put(tenant, user.id(), user.roles());
    return user;
  }

  /** Gives a user exactly these roles in a tenant; none: the user leaves it. */
  @Transactional
  public void setRoles(TenantId tenant, String id, Set<Role> roles) {
    jdbc.update("DELETE FROM host_membership WHERE tenant = ? AND user_id = ?", tenant.value(), id);
    put(tenant, id, roles);
  }

  private void put(TenantId tenant, String id, Set<Role> roles) {
    for (Role role : roles) {
      jdbc.update(
          "INSERT INTO host_membership (tenant, user_id, role) VALUES (?, ?, ?)",
          tenant.value(),
          id,
          role.name());
    }
    members.changed();
  }

  /** Sets the hash of a password. */
  public void setPassword(String id, String passwordHash) {
    jdbc.update("UPDATE host_user SET password = ? WHERE id = ?", passwordHash, id);
  }
}
