package dev.workflow.examples.salesportal;

import dev.workflow.WorkflowException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;

/**
 * A host application in small: an embedded database, a mail server in the process, and a clock that
 * jumps from one thing to the next, so that two weeks take a few seconds.
 */
public final class SalesPortal {

  private SalesPortal() {}

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /** Runs with the arguments of the command line; returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      Arguments arguments = Arguments.parse(args);
      if (arguments.help()) {
        out.println(Arguments.HELP);
        return 0;
      }
      String page = play(out);
      Files.writeString(arguments.out(), page);
      out.println("\nthe mails: " + arguments.out());
      if (arguments.port() != null) {
        serve(page, arguments.port(), out);
      }
      return 0;
    } catch (WorkflowException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    } catch (IOException | UncheckedIOException e) {
      err.println("cannot read or write: " + e.getMessage());
      return 2;
    }
  }

  private static String play(PrintStream out) {
    try (MailServer mails = MailServer.start();
        Portal portal = Portal.open(mails, out)) {
      new Story(portal, out).tell();
      return Gallery.page(portal.received());
    }
  }

  private static void serve(String page, int port, PrintStream out) throws IOException {
    try (PageServer server = PageServer.start(page, port)) {
      out.println("open http://localhost:" + server.port());
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
