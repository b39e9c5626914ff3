package dev.workflow.examples.host.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The connection between a browser and the host: it can be cut and mended. */
final class Wire implements AutoCloseable {

  private final URI host;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "wire");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean cut;

  Wire(String address) throws IOException {
    this.host = URI.create(address);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where the host is reached through it. */
  String address() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket browser = server.accept();
        open.add(browser);
        if (cut) {
          close(browser);
          continue;
        }
        Socket other = new Socket(host.getHost(), host.getPort());
        open.add(other);
        threads.execute(() -> carry(browser, other));
        threads.execute(() -> carry(other, browser));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void carry(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // cut, or one of them has gone
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    try {
      socket.close();
      open.remove(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends all connections, and takes no other ones. */
  void cut() {
    cut = true;
    Set.copyOf(open).forEach(this::close);
  }

  void mend() {
    cut = false;
  }

  @Override
  public void close() throws IOException {
    cut();
    server.close();
    threads.shutdownNow();
  }
}
