package dev.workflow.examples.host.senders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.HostTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The action {@code call_webhook} goes to the public internet, and never into the host's network.
 */
@HostTest
class WebhooksTest {

  @Autowired private Client client;

  private JsonNode ended(String key, String url) {
    String document =
        Json.write(
            Json.object()
                .set(
                    "document",
                    Json.read(
                        """
                        {"key": "%1$s", "name": "%1$s", "steps": [
                          {"id": "tell", "action": "call_webhook", "config": {"url": "%2$s"}}]}
                        """
                            .formatted(key, url))));
    client.post("/api/v1/definitions", document).is(201);
    client.post("/api/v1/definitions/" + key + "/publish", "{}").is(201);
    String id =
        client
            .post("/api/v1/instances", "{\"workflow\": \"" + key + "\"}")
            .is(201)
            .json()
            .get("id")
            .asText();
    return client
        .until("/api/v1/instances/" + id, json -> json.hasNonNull("ended_at"))
        .is(200)
        .json();
  }

  @Test
  void a_url_into_the_hosts_own_network_fails_the_step_and_is_not_called() throws IOException {
    HttpServer own =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    own.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
    own.start();
    try {
      JsonNode instance =
          ended("webhook-own", "http://127.0.0.1:" + own.getAddress().getPort() + "/secret");
      assertThat(instance.get("state").asText()).isEqualTo("FAILED");
      assertThat(instance.at("/steps/0/state").asText()).isEqualTo("FAILED");
    } finally {
      own.stop(0);
    }
  }

  @Test
  void the_address_of_a_clouds_metadata_is_refused() {
    JsonNode instance = ended("webhook-metadata", "https://169.254.169.254/latest/meta-data");
    assertThat(instance.get("state").asText()).isEqualTo("FAILED");
    assertThat(instance.at("/steps/0/reason").asText()).contains("169.254.169.254");
  }
}
