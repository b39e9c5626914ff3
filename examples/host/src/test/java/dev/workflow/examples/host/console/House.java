package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.security.Member;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.security.Scope;
import dev.workflow.examples.host.security.Tokens;
import dev.workflow.examples.host.users.Matters;
import dev.workflow.examples.host.users.Users;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * A tenant with people and a matter of its own: what other tests do is not on its pages.
 *
 * @param client its ADMIN, for what a test prepares
 */
record House(ApplicationContext host, String address, String tenant, Client client) {

  private static final Map<String, Role> PEOPLE =
      Map.of(
          "ada", Role.ADMIN,
          "max", Role.MANAGER,
          "lena", Role.LAWYER,
          "pia", Role.PARALEGAL,
          "pim", Role.PARALEGAL);

  /** Makes the tenant of a class of tests. */
  static House make(ApplicationContext host, String address, String testClass) {
    String tenant = testClass.replace("Test", "").toLowerCase(Locale.ROOT);
    TenantId id = TenantId.of(tenant);
    host.getBean(JdbcTemplate.class)
        .update(
            "INSERT INTO host_tenant (id, name, zone, locale) VALUES (?, ?, ?, ?)",
            tenant,
            "The house " + tenant,
            "Europe/Brussels",
            "en");
    String hash = host.getBean(PasswordEncoder.class).encode(Client.PASSWORD);
    PEOPLE.forEach(
        (name, role) -> {
          String login = tenant + "-" + name;
          host.getBean(Users.class)
              .create(id, new Users.User(login, login, name, null, EnumSet.of(role)), hash);
        });
    Matters matters = host.getBean(Matters.class);
    matters.create(id, new Matters.Matter("m-1", "Miller v. Jones"));
    matters.add(id, "m-1", new Matters.Party(tenant + "-lena", Member.OWNER));
    matters.add(id, "m-1", new Matters.Party(tenant + "-lena", Role.LAWYER.name()));
    matters.add(id, "m-1", new Matters.Party(tenant + "-pia", Role.PARALEGAL.name()));
    matters.add(id, "m-1", new Matters.Party(tenant + "-pim", Role.PARALEGAL.name()));
    String token = Tokens.newSecret();
    host.getBean(Tokens.class)
        .create(token, tenant + "-ada", "tests", EnumSet.allOf(Scope.class), null);
    return new House(host, address, tenant, host.getBean(Client.class).of(tenant).withToken(token));
  }

  String login(String name) {
    return tenant + "-" + name;
  }

  /** The page of an address, as one of the people sees it. */
  Page page(Browser browser, String name, String path) {
    Page page = browser.of(address, login(name), tenant);
    page.navigate(path);
    assertThat(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.HEADING).first()).isVisible();
    return page;
  }

  /** Publishes a workflow. */
  void publish(String document) {
    String key = Json.read(document).get("key").asText();
    client.post("/api/v1/definitions", "{\"document\": " + document + "}").is(201);
    client.post("/api/v1/definitions/" + key + "/publish", "{}").is(201);
  }

  /** Starts a workflow about a subject such as {@code deal:d-1}; the instance's id. */
  String start(String workflow, String subject) {
    int colon = subject.indexOf(':');
    return client
        .post(
            "/api/v1/instances",
            Json.object()
                .put("workflow", workflow)
                .set(
                    "subject",
                    Json.object()
                        .put("type", subject.substring(0, colon))
                        .put("id", subject.substring(colon + 1))))
        .is(201)
        .json()
        .get("id")
        .asText();
  }
}
