package dev.workflow.examples.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server on 127.0.0.1 that notes every mail that it has taken by its {@code Message-ID}.
 * Every so often it takes one and drops the line instead of saying so. Thread-safe.
 */
final class MailServer implements AutoCloseable {

  /**
   * A mail that was taken.
   *
   * @param from the sender of its envelope
   * @param dropped whether the line was dropped
   */
  record Taken(String from, boolean dropped) {}

  private final ServerSocket listener;
  private final int dropEvery;
  private final Map<String, List<Taken>> mails = new ConcurrentHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();

  /**
   * @param dropEvery after how many mails the line is dropped; 0: never
   */
  MailServer(int dropEvery) throws IOException {
    this.dropEvery = dropEvery;
    this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    thread(this::accept);
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "mail server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        thread(() -> serve(socket));
      }
    } catch (IOException e) {
      // The server is closed.
    }
  }

  private void serve(Socket accepted) {
    try (Socket socket = accepted;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      OutputStream out = socket.getOutputStream();
      say(out, "220 mail.example.com");
      String from = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.toUpperCase(Locale.ROOT);
        if (command.startsWith("MAIL FROM:")) {
          from = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }
        if (command.equals("DATA")) {
          say(out, "354 go ahead");
          if (!take(in, from)) {
            return;
          }
        }
        say(out, command.equals("QUIT") ? "221 bye" : "250 ok");
      }
    } catch (IOException e) {
      // The other side was killed.
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(UTF_8));
    out.flush();
  }

  /** Returns whether to say that it was taken; a mail that does not come whole is none. */
  private boolean take(BufferedReader in, String from) throws IOException {
    String id = "";
    String line = in.readLine();
    while (line != null && !line.equals(".")) {
      if (line.regionMatches(true, 0, "Message-ID:", 0, 11)) {
        id = line.substring(11).strip();
      }
      line = in.readLine();
    }
    if (line == null) {
      return false;
    }
    int number = taken.incrementAndGet();
    boolean drop = dropEvery > 0 && number % dropEvery == 0;
    Taken mail = new Taken(from, drop);
    mails.compute(
        id,
        (key, known) -> {
          List<Taken> all = known == null ? new ArrayList<>() : new ArrayList<>(known);
          all.add(mail);
          return List.copyOf(all);
        });
    if (drop) {
      dropped.incrementAndGet();
    }
    return !drop;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many mails it has taken, each as often as it came. */
  int taken() {
    return taken.get();
  }

  /** How often the line was dropped. */
  int dropped() {
    return dropped.get();
  }

  /** What it has taken, by {@code Message-ID}, each in order. */
  Map<String, List<Taken>> mails() {
    return Map.copyOf(mails);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
