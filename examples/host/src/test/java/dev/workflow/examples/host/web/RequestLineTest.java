package dev.workflow.examples.host.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.HostTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the server itself refuses, byte by byte: a client library would hide it. */
@HostTest
class RequestLineTest {

  /** What a request line and its headers may have together. */
  private static final int MOST = 8_192;

  @Autowired private Client client;

  /** Sends bytes and reads until the server closes the connection. */
  private String answer(String bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", URI.create(client.address()).getPort())) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String filled(String begin) {
    return begin + "x".repeat(MOST - begin.length());
  }

  @Test
  void a_request_line_of_more_than_8_kb_is_400_and_the_connection_is_closed() throws IOException {
    assertThat(answer(filled("GET /api/v1/instances/")))
        .startsWith("HTTP/1.1 400 ")
        .contains("Connection: close");
  }

  @Test
  void headers_of_more_than_8_kb_are_400_and_the_connection_is_closed() throws IOException {
    assertThat(answer(filled("GET /api/v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\nX-User-ID: ")))
        .startsWith("HTTP/1.1 400 ")
        .contains("Connection: close");
  }

  @Test
  void a_request_line_that_is_none_is_400() throws IOException {
    assertThat(answer("GET /api/v1/{me} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }
}
