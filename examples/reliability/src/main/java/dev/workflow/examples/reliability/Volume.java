package dev.workflow.examples.reliability;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file system in memory, which can be filled and freed. Mounting one takes rights. */
final class Volume implements AutoCloseable {

  private final Path path;

  private Volume(Path path) {
    this.path = path;
  }

  /** Mounts one; empty if this process may not. */
  static Optional<Volume> mount(String name, int megabytes) throws Exception {
    Path path = Files.createTempDirectory(Files.createDirectories(Server.home()), name + "-");
    if (run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString())) {
      return Optional.of(new Volume(path));
    }
    Files.delete(path);
    return Optional.empty();
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** A new folder on it. */
  Path folder(String name) throws IOException {
    return Files.createDirectory(path.resolve(name));
  }

  /** Takes all the room that is left. */
  void fill() throws IOException {
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      byte[] page = new byte[4_096];
      while (path.toFile().getUsableSpace() > 0) {
        ballast.write(page);
      }
    } catch (IOException e) {
      if (path.toFile().getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return path.resolve("ballast");
  }

  @Override
  public void close() throws Exception {
    run("umount", "--lazy", path.toString());
    Files.deleteIfExists(path);
  }
}
