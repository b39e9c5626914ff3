package dev.workflow.examples.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A network between the engine and the database that can be made bad. Thread-safe. */
final class TcpProxy implements AutoCloseable {

  /** What happens to bytes and connections. */
  enum Weather {
    /** Everything arrives. */
    FAIR,
    /** Everything arrives late. */
    SLOW,
    /** Connections are closed at once, new ones too. */
    CUT,
    /** What the client sends arrives; the answers end. */
    HALF_CLOSED,
    /** Connections stay open, and nothing arrives any more. */
    BLACK_HOLE;

    /** Whether calls fail in it. */
    boolean refuses() {
      return this != FAIR && this != SLOW;
    }
  }

  private static final Duration DELAY = Duration.ofMillis(100);

  private final ServerSocket listening;
  private final int target;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private volatile Weather weather = Weather.FAIR;

  private record Pair(Socket client, Socket server) {

    void close() {
      closeQuietly(client);
      closeQuietly(server);
    }
  }

  /**
   * @param target the port of this machine to which it leads
   */
  TcpProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon("proxy", this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Changes it for all connections, present and future. */
  void weather(Weather value) throws IOException {
    weather = value;
    for (Pair pair : pairs) {
      if (value == Weather.CUT) {
        pair.close();
      } else if (value == Weather.HALF_CLOSED && !pair.client().isOutputShutdown()) {
        pair.client().shutdownOutput();
      }
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (weather == Weather.CUT) {
          client.close();
          continue;
        }
        client.setTcpNoDelay(true);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        server.setTcpNoDelay(true);
        Pair pair = new Pair(client, server);
        pairs.add(pair);
        daemon("to server", () -> pump(pair, client, server));
        daemon("to client", () -> pump(pair, server, client));
        if (weather == Weather.HALF_CLOSED) {
          client.shutdownOutput();
        }
      } catch (IOException e) {
        // The proxy is closed, or a client has gone: the next one may come.
      }
    }
  }

  private void pump(Pair pair, Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        Weather now = weather;
        if (now == Weather.SLOW) {
          LockSupport.parkNanos(DELAY.toNanos());
        }
        if (now != Weather.BLACK_HOLE) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One side has gone; the other goes below.
    }
    pairs.remove(pair);
    pair.close();
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    pairs.forEach(Pair::close);
  }
}
