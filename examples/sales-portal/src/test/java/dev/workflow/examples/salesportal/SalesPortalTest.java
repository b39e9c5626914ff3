package dev.workflow.examples.salesportal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalesPortalTest {

  @TempDir Path folder;

  private record Outcome(int exitCode, String out, String err) {}

  private static Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        SalesPortal.run(
            arguments,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theNotificationsMoveOverOneChannelAtATime() throws IOException {
    Path page = folder.resolve("mails.html");
    Outcome outcome = run("--out", page.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();

    List<String> mails =
        outcome
            .out()
            .lines()
            .filter(line -> line.startsWith("  mail at "))
            .map(line -> line.substring(10).replaceAll("<[^>]*> ", ""))
            .toList();
    assertThat(mails)
        .containsExactly(
            "2026-01-05T09:00:00Z from The old code to ann@customers.example: Message from the portal",
            "2026-01-05T09:00:00Z from The old code to mia@portal.example: Message from the portal",
            "2026-01-05T09:00:00Z from The old code to ann@customers.example: Message from the portal",
            "2026-01-05T09:00:00Z from The old code to mia@portal.example: Message from the portal",
            "2026-01-06T11:00:00Z from Workflows to bob@customers.example: Your quote 2026-002",
            "2026-01-06T11:00:00Z from The old code to mia@portal.example: Message from the portal",
            "2026-01-06T11:00:00Z from The old code to ann@customers.example: Message from the portal",
            "2026-01-06T11:00:00Z from The old code to mia@portal.example: Message from the portal",
            "2026-01-09T11:00:00Z from Workflows to bob@customers.example: Have you seen our quote 2026-002?",
            "2026-01-10T11:00:00Z from The old code to bob@customers.example: Message from the portal",
            "2026-01-10T11:00:00Z from The old code to mia@portal.example: Message from the portal",
            "2026-01-10T11:00:00Z from The old code to mia@portal.example: Message from the portal",
            "2026-01-10T11:00:00Z from Workflows to cem@customers.example: Your appointment",
            "2026-01-10T11:00:00Z from The old code to mia@portal.example: Message from the portal",
            "2026-01-10T11:00:00Z from Workflows to backoffice@portal.example: Quote 2026-003 has gone out",
            "2026-01-10T11:00:00Z from Workflows to cem@customers.example: Your quote 2026-003",
            "2026-01-10T11:00:00Z from Workflows to mia@portal.example: Quote 2026-003 has gone out",
            "2026-01-10T11:10:00Z from Workflows to cem@customers.example: Welcome, Cem Yılmaz",
            "2026-01-11T11:00:00Z from The old code to mia@portal.example: Message from the portal");
    assertThat(outcome.out())
        .contains(
            "imported the old table: 5 created, 0 updated, 0 unchanged, 0 conflict, 0 vanished, 0 refused")
        .contains(
            """
              quote.rejected by email to customer: SUPPRESSED rule-quote-rejected-email-customer v1
            """
                .stripTrailing());
    assertThat(Files.readString(page)).contains("Mails of the sales portal").contains("2026-003");
  }

  @Test
  void thePageIsShownToThisMachine() throws Exception {
    try (PageServer server = PageServer.start("<p>größe</p>", 0)) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + server.port())).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("<p>größe</p>");
    }
  }

  @Test
  void aWrongCommandLineIsExplained() {
    Outcome outcome = run("--port", "80");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("unknown argument --port\n").contains("--serve PORT");
    assertThat(run("--serve", "no").err()).startsWith("--serve needs a port, 0 to 65535");
    assertThat(run("--help").out()).contains("--out FILE");
  }
}
