package dev.workflow.channels.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on 127.0.0.1 that answers each command as a script says. The script sees the line,
 * {@code CONNECT} for the greeting and {@code .} for the end of a mail, and gives the answer,
 * {@link #HANG_UP}, {@link #STALL}, or null for the usual one.
 */
public final class SmtpServer implements AutoCloseable {

  public static final String HANG_UP = "hang up";
  public static final String STALL = "stall";

  private final Listener listener;
  private final UnaryOperator<String> script;
  private final @Nullable SSLContext startTls;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();

  private SmtpServer(
      ServerSocketFactory factory, UnaryOperator<String> script, @Nullable SSLContext startTls) {
    this.listener = new Listener(factory);
    this.script = script;
    this.startTls = startTls;
    listener.begin(this::serve);
  }

  public static SmtpServer start(UnaryOperator<String> script) {
    return new SmtpServer(ServerSocketFactory.getDefault(), script, null);
  }

  /** Speaks TLS from the first byte on. */
  public static SmtpServer startTls(SSLContext context, UnaryOperator<String> script) {
    return new SmtpServer(context.getServerSocketFactory(), script, null);
  }

  /**
   * Changes over to TLS when it is told STARTTLS; the commands behind it are kept with {@code TLS}
   * before them.
   */
  public static SmtpServer startOffering(SSLContext context, UnaryOperator<String> script) {
    return new SmtpServer(ServerSocketFactory.getDefault(), script, context);
  }

  private void serve(Socket accepted) {
    Socket socket = accepted;
    try (accepted) {
      BufferedReader in = reader(socket);
      String line = "CONNECT";
      while (line != null && answer(socket, line)) {
        if (line.equals("STARTTLS") && startTls != null) {
          socket = upgraded(startTls, socket);
          in = reader(socket);
        }
        if (line.equals("DATA") && usual(line).equals(reply(line))) {
          mails.add(mail(in));
          line = ".";
        } else {
          line = in.readLine();
          if (line != null) {
            commands.add((socket == accepted ? "" : "TLS ") + line);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // the other side went away
    }
  }

  private static Socket upgraded(SSLContext context, Socket socket) throws IOException {
    SSLSocketFactory factory = context.getSocketFactory();
    return factory.createSocket(socket, null, true); // with nothing consumed: the server's side
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private static String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line).append('\n');
    }
    return mail.toString();
  }

  private boolean answer(Socket socket, String line) throws IOException, InterruptedException {
    String reply = reply(line);
    if (reply.equals(STALL)) {
      listener.awaitClose();
    }
    if (reply.equals(STALL) || reply.equals(HANG_UP)) {
      return false;
    }
    socket.getOutputStream().write((reply + "\r\n").getBytes(UTF_8));
    socket.getOutputStream().flush();
    return !line.equals("QUIT");
  }

  private String reply(String line) {
    String reply = script.apply(line);
    return reply == null ? usual(line) : reply;
  }

  private static String usual(String line) {
    return switch (line) {
      case "CONNECT" -> "220 mail.example.com ready";
      case "DATA" -> "354 go ahead";
      case "QUIT" -> "221 bye";
      default -> "250 ok";
    };
  }

  public int port() {
    return listener.port();
  }

  /** The commands that begin so. */
  public List<String> commands(String start) {
    return commands.stream().filter(line -> line.startsWith(start)).toList();
  }

  /** The mails that came whole, whatever was answered. */
  public List<String> mails() {
    return List.copyOf(mails);
  }

  public int connections() {
    return listener.connections();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
