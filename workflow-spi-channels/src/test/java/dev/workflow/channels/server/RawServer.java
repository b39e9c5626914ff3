package dev.workflow.channels.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.workflow.channels.Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * An HTTP server on 127.0.0.1 that does with each request what a script says: answer, answer
 * slowly, answer nonsense, hang up. Keeps what it received.
 */
public final class RawServer implements AutoCloseable {

  /** What is done with a request. */
  @FunctionalInterface
  public interface Script {
    void serve(Exchange exchange) throws Exception;
  }

  /** A request as it came. */
  public record Received(String method, String target, Headers headers, byte[] body) {
    public String text() {
      return new String(body, UTF_8);
    }
  }

  /** One request and the connection it came on. */
  public final class Exchange {
    private final Received request;
    private final Socket socket;

    private Exchange(Received request, Socket socket) {
      this.request = request;
      this.socket = socket;
    }

    public Received request() {
      return request;
    }

    /** Which request of this server it is, from 1. */
    public int number() {
      return requests.indexOf(request) + 1;
    }

    public void answer(int status, String body) throws IOException {
      answer(status, "Content-Type: application/json", body);
    }

    /** Answers with one header line more. */
    public void answer(int status, String header, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      write("HTTP/1.1 " + status + " X\r\n" + header + "\r\n");
      write("Content-Length: " + bytes.length + "\r\n\r\n");
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    public void write(String text) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    }

    /** Ends the connection. */
    public void hangUp() throws IOException {
      socket.close();
    }

    /** Does nothing until the server is closed. */
    public void stall() throws InterruptedException {
      listener.awaitClose();
    }
  }

  private final Listener listener;
  private final Script script;
  private final String scheme;
  private final List<Received> requests = new CopyOnWriteArrayList<>();

  private RawServer(Listener listener, Script script, String scheme) {
    this.listener = listener;
    this.script = script;
    this.scheme = scheme;
    listener.begin(this::serve);
  }

  public static RawServer start(Script script) {
    return start(ServerSocketFactory.getDefault(), "http", script);
  }

  public static RawServer start(ServerSocketFactory factory, String scheme, Script script) {
    return new RawServer(new Listener(factory), script, scheme);
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String head = head(in); !head.isEmpty() && !socket.isClosed(); head = head(in)) {
        Received request = received(head, in);
        requests.add(request);
        script.serve(new Exchange(request, socket));
        if (socket.isClosed()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // the other side went away
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      if (b == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(ISO_8859_1);
      }
    }
    return "";
  }

  private static Received received(String head, InputStream in) throws IOException {
    String[] lines = head.split("\r\n");
    Headers headers = Headers.none();
    for (String line : List.of(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      headers = headers.with(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    String length = headers.first("Content-Length");
    byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
    String[] first = lines[0].split(" ");
    return new Received(first[0], first[1], headers, body);
  }

  public int port() {
    return listener.port();
  }

  /** The URL of a path by this server's address. */
  public URI url(String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  /** What came, in its order. */
  public List<Received> requests() {
    return List.copyOf(requests);
  }

  /** How many connections there were. */
  public int connections() {
    return listener.connections();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
