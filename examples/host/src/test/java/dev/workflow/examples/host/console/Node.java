package dev.workflow.examples.host.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The Node.js of this machine. */
final class Node {

  private static final int OLDEST = 20;

  private Node() {}

  /** Empty: none is installed, one that is too old, or {@code -Dbrowser=off} leaves it out. */
  static Optional<Path> find() {
    if ("off".equals(System.getProperty("browser"))) {
      return Optional.empty();
    }
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "node"))
        .filter(Files::isExecutable)
        .filter(node -> version(node) >= OLDEST)
        .findFirst();
  }

  private static int version(Path node) {
    try {
      Process process = new ProcessBuilder(node.toString(), "--version").start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return Integer.parseInt(text.substring(1, text.indexOf('.')));
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
