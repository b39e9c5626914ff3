package dev.workflow.examples.host.demo;

import static dev.workflow.examples.host.demo.DemoPart.ACME;
import static dev.workflow.examples.host.demo.DemoPart.FIRM;

import dev.workflow.TenantId;
import dev.workflow.examples.host.security.Member;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.users.Matters;
import dev.workflow.examples.host.users.Users;
import java.util.EnumSet;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The demo tenants, and a user of every role in each where the role means something. */
@Component
class DemoUsers {

  /** The ADMIN of both tenants. */
  static final String ADMIN = "user-456";

  /** One user: id, login, name, and the role in a tenant. */
  record DemoUser(String id, String login, String name, TenantId tenant, Role role) {}

  static final List<DemoUser> ALL =
      List.of(
          new DemoUser(ADMIN, "admin", "Ada Admin", ACME, Role.ADMIN),
          new DemoUser("max", "max", "Max Manager", ACME, Role.MANAGER),
          new DemoUser("sam", "sam", "Sam Sales", ACME, Role.SALES),
          new DemoUser("mia", "mia", "Mia Manager", FIRM, Role.MANAGER),
          new DemoUser("lena", "lena", "Lena Lawyer", FIRM, Role.LAWYER),
          new DemoUser("luis", "luis", "Luis Lawyer", FIRM, Role.LAWYER),
          new DemoUser("pia", "pia", "Pia Paralegal", FIRM, Role.PARALEGAL),
          new DemoUser("cleo", "cleo", "Cleo Client", FIRM, Role.CLIENT));

  private final JdbcTemplate jdbc;
  private final Users users;
  private final Matters matters;

  DemoUsers(JdbcTemplate jdbc, Users users, Matters matters) {
    this.jdbc = jdbc;
    this.users = users;
    this.matters = matters;
  }

  /** Whether there is a demo tenant already. */
  boolean exist() {
    Integer tenants =
        jdbc.queryForObject(
            "SELECT count(*) FROM host_tenant WHERE id IN ('acme', 'firm')", Integer.class);
    return tenants != null && tenants > 0;
  }

  /** Makes all of them, or, if another node did at the same moment, nothing. */
  @Transactional
  void make(String passwordHash) {
    tenant(ACME, "Acme Sales", "Europe/Brussels", "en");
    tenant(FIRM, "Firm & Partners", "Europe/Amsterdam", "nl");
    for (DemoUser user : ALL) {
      users.create(
          user.tenant(),
          new Users.User(
              user.id(),
              user.login(),
              user.name(),
              user.login() + "@example.org",
              EnumSet.of(user.role())),
          passwordHash);
    }
    users.setRoles(FIRM, ADMIN, EnumSet.of(Role.ADMIN));
    matters.create(FIRM, new Matters.Matter("m-1", "Miller v. Jones"));
    matters.create(FIRM, new Matters.Matter("m-2", "Estate of Smith"));
    party("m-1", "lena", Member.OWNER);
    party("m-1", "lena", Role.LAWYER.name());
    party("m-1", "pia", Role.PARALEGAL.name());
    party("m-1", "cleo", Role.CLIENT.name());
    party("m-2", "luis", Member.OWNER);
    party("m-2", "luis", Role.LAWYER.name());
  }

  private void tenant(TenantId tenant, String name, String zone, String locale) {
    jdbc.update(
        "INSERT INTO host_tenant (id, name, zone, locale) VALUES (?, ?, ?, ?)",
        tenant.value(),
        name,
        zone,
        locale);
  }

  private void party(String matter, String user, String role) {
    matters.add(FIRM, matter, new Matters.Party(user, role));
  }

  /** Sets one password for all of them. */
  void setPassword(String passwordHash) {
    ALL.forEach(user -> users.setPassword(user.id(), passwordHash));
  }
}
