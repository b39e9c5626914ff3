package dev.workflow.examples.reliability;

import dev.workflow.Event;
import dev.workflow.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A child process that runs {@link NodeProgram}. Thread-safe. */
final class NodeProcess implements Publisher, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final BufferedWriter commands;
  private final Consumer<String> listener;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Map<String, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();
  private volatile boolean over;

  private NodeProcess(String name, Process process, Consumer<String> listener) {
    this.name = name;
    this.process = process;
    this.listener = listener;
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread reader = new Thread(this::listen, "listens to " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one and waits until its engine works.
   *
   * @param options of the {@code node} program, beside its name
   * @param listener told every line that is no answer, on one thread
   */
  static NodeProcess start(String name, List<String> options, File log, Consumer<String> listener)
      throws Exception {
    return start(name, options, Map.of(), log, listener);
  }

  /** The same with environment variables. */
  static NodeProcess start(
      String name,
      List<String> options,
      Map<String, String> environment,
      File log,
      Consumer<String> listener)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Reliability.class.getName(),
                "node",
                "--name",
                name));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().putAll(environment);
    NodeProcess node = new NodeProcess(name, builder.start(), listener);
    node.awaitReady(log);
    return node;
  }

  private void awaitReady(File log) throws InterruptedException {
    if (!ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) || over) {
      process.destroyForcibly();
      throw new IllegalStateException("node " + name + " did not start; see " + log);
    }
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      // The process has ended; what it was asked is refused below.
    }
    over = true;
    ready.countDown();
    asked.values().forEach(answer -> answer.completeExceptionally(gone()));
  }

  private IOException gone() {
    return new IOException("node " + name + " is gone");
  }

  private void hear(String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "ready" -> ready.countDown();
      case "accepted" -> answer(words[1]).complete(Boolean.valueOf(words[2]));
      case "refused" -> answer(words[1]).completeExceptionally(new IOException(words[2]));
      default -> listener.accept(line);
    }
  }

  private CompletableFuture<Boolean> answer(String id) {
    CompletableFuture<Boolean> answer = asked.remove(id);
    return answer == null ? new CompletableFuture<>() : answer;
  }

  String name() {
    return name;
  }

  @Override
  public boolean publish(Event event) throws IOException, InterruptedException {
    String id = String.valueOf(event.id());
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    asked.put(id, answer);
    tell("publish " + Json.write(event.toJson()));
    if (over) {
      throw gone();
    }
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  /** Gives a command that has no answer. */
  void tell(String command) throws IOException {
    synchronized (commands) {
      commands.write(command);
      commands.newLine();
      commands.flush();
    }
  }

  /** Ends it at once with SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** See {@link Signals#send}. */
  void signal(String signal) throws IOException, InterruptedException {
    Signals.send(process.pid(), signal);
  }

  /** Lets it end in order; kills it if it does not. */
  @Override
  public void close() throws IOException, InterruptedException {
    try {
      commands.close();
    } catch (IOException e) {
      // It has been killed.
    }
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
  }
}
