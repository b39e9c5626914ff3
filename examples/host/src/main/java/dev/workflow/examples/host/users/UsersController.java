package dev.workflow.examples.host.users;

import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Members;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.security.Scope;
import dev.workflow.examples.host.web.Checks;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who I am, and the users of the tenant. */
@RestController
@Tag(name = "users")
class UsersController {

  private static final int SHORTEST_PASSWORD = 12;
  private static final int LONGEST_PASSWORD = 72;

  private final Users users;
  private final Members members;
  private final Tenants tenants;
  private final PasswordEncoder passwords;

  UsersController(Users users, Members members, Tenants tenants, PasswordEncoder passwords) {
    this.users = users;
    this.members = members;
    this.tenants = tenants;
    this.passwords = passwords;
  }

  /**
   * The caller.
   *
   * @param zone of the tenant, such as {@code Europe/Brussels}
   * @param tenantNames of all tenants of the caller, by id
   */
  record Me(
      String id,
      String name,
      String tenant,
      String zone,
      Set<Role> roles,
      Set<String> scopes,
      Set<String> tenants,
      Map<String, String> tenantNames) {}

  /**
   * A user to create.
   *
   * @param password null: no login, only tokens
   */
  record NewUser(
      String id,
      String login,
      String name,
      @Nullable String email,
      Set<Role> roles,
      @Nullable String password) {}

  /** Roles to give. */
  record Roles(Set<Role> roles) {}

  @Operation(summary = "Who I am, in which tenant, and which others I may name in X-Tenant-ID")
  @GetMapping("/api/v1/me")
  Me me(Caller caller) {
    Map<String, String> names = new TreeMap<>();
    members
        .tenants(caller.userId())
        .forEach(tenant -> names.put(tenant.value(), tenants.name(tenant)));
    Set<String> scopes = new TreeSet<>();
    caller.scopes().stream().map(Scope::text).forEach(scopes::add);
    return new Me(
        caller.userId(),
        users.get(caller.tenant(), caller.userId()).name(),
        caller.tenant().value(),
        tenants.zone(caller.tenant()).getId(),
        new TreeSet<>(caller.roles()),
        scopes,
        names.keySet(),
        names);
  }

  @Operation(summary = "The users of the tenant", description = "ADMIN.")
  @GetMapping("/api/v1/users")
  ResponseEntity<Items<Users.User>> list(Caller caller, Pages pages) {
    caller.require(Role.ADMIN);
    return pages.of(users.list(caller.tenant()));
  }

  @Operation(summary = "One user of the tenant", description = "ADMIN.")
  @GetMapping("/api/v1/users/{id}")
  Users.User get(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN);
    return users.get(caller.tenant(), id);
  }

  @Operation(
      summary = "Add a user to the tenant",
      description = "ADMIN. Without a password the user cannot log in, and uses API tokens.")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/api/v1/users")
  ResponseEntity<Users.User> create(Caller caller, @RequestBody NewUser wanted) {
    caller.require(Role.ADMIN);
    Checks checks = new Checks("The user");
    checks.text("/id", wanted.id(), 200);
    checks.text("/login", wanted.login(), 200);
    checks.text("/name", wanted.name(), 200);
    checks.optionalText("/email", wanted.email(), 320);
    checks.that(!wanted.roles().isEmpty(), "/roles", "name at least one role");
    if (wanted.password() != null) {
      checks.that(
          wanted.password().length() >= SHORTEST_PASSWORD
              && wanted.password().length() <= LONGEST_PASSWORD,
          "/password",
          "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
    }
    checks.done();
    Users.User user =
        users.create(
            caller.tenant(),
            new Users.User(
                wanted.id(), wanted.login(), wanted.name(), wanted.email(), wanted.roles()),
            wanted.password() == null ? null : passwords.encode(wanted.password()));
    return Created.at("/api/v1/users/{id}", user, user.id());
  }

  @Operation(
      summary = "Give a user exactly these roles",
      description = "ADMIN. Without any role the user leaves the tenant.")
  @PutMapping("/api/v1/users/{id}/roles")
  Users.User roles(Caller caller, @PathVariable String id, @RequestBody Roles wanted) {
    caller.require(Role.ADMIN);
    Users.User user = users.get(caller.tenant(), id);
    Checks checks = new Checks("The roles");
    checks.that(
        !id.equals(caller.userId()) || wanted.roles().contains(Role.ADMIN),
        "/roles",
        "nobody takes ADMIN from themselves: let another ADMIN do so");
    checks.done();
    users.setRoles(caller.tenant(), id, wanted.roles());
    return new Users.User(user.id(), user.login(), user.name(), user.email(), wanted.roles());
  }
}
