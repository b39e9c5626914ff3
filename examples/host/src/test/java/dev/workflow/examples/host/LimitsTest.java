package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.examples.host.Client.Answer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** How much is accepted. */
@HostTest
@TestPropertySource(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:limits;DB_CLOSE_DELAY=-1",
      "host.limits.requests-per-second=1",
      "host.limits.burst=5",
      "host.limits.body=1000B"
    })
class LimitsTest {

  @Autowired private Client client;

  @Test
  void who_asks_too_often_is_told_when_to_come_again_and_others_are_not() {
    String own =
        client
            .as("sam")
            .post("/api/v1/tokens", "{\"name\": \"own\", \"scopes\": [\"read\", \"write\"]}")
            .is(201)
            .json()
            .get("token")
            .asText();
    Client often = client.withToken(own);
    Answer answer = often.get("/api/v1/me");
    for (int left = 1_000; answer.status() == 200 && left > 0; left--) {
      answer = often.get("/api/v1/me");
    }
    answer.isProblem(429);
    assertThat(answer.header("Retry-After")).hasValue("1");
    client.get("/api/v1/me").is(200);
  }

  @Test
  void a_body_that_does_not_say_how_large_it_is_is_counted() throws Exception {
    String body = "{\"name\": \"" + "x".repeat(2_000) + "\", \"scopes\": [\"read\"]}";
    HttpRequest chunked =
        HttpRequest.newBuilder(URI.create(client.address() + "/api/v1/tokens"))
            .header("Authorization", "Bearer " + Client.TOKEN)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(body.getBytes())))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(chunked, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
    assertThat(answer.body()).contains("the body has more than 1000 bytes: send less, or in parts");
  }
}
