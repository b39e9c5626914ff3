package dev.workflow.examples.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host that was started as a program of its own, in a folder. */
final class Started implements AutoCloseable {

  private static final String READY = "Open ";

  private final Process process;
  private final List<String> printed = new ArrayList<>();
  private final String address;

  private Started(Process process) throws IOException {
    this.process = process;
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.startsWith(READY)) {
      printed.add(line);
      line = out.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("The host did not start:\n" + String.join("\n", printed));
    }
    address = line.substring(READY.length());
    Thread rest = new Thread(() -> out.lines().forEach(ignored -> {}), "output of the host");
    rest.setDaemon(true);
    rest.start();
  }

  /** Starts it, and returns when it can be called. */
  static Started in(Path folder, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HostApplication.class.getName(),
                "--server.port=0"));
    command.addAll(List.of(arguments));
    try {
      return new Started(
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed before it was ready. */
  List<String> printed() {
    return printed;
  }

  /** A client that knows the token of the tests. */
  Client client() {
    return Client.at(address);
  }

  String address() {
    return address;
  }

  /** Stops it as an operating system does, and waits until it has gone. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the host does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
