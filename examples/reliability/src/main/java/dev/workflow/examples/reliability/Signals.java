package dev.workflow.examples.reliability;

import java.io.IOException;

/** Signals to processes that the program itself started. */
final class Signals {

  private Signals() {}

  /**
   * Sends one.
   *
   * @param name {@code STOP}, {@code CONT}, {@code QUIT}, …
   */
  static void send(long pid, String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " " + pid + " ended with " + code);
    }
  }
}
