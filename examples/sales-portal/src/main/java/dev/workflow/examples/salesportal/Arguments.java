package dev.workflow.examples.salesportal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param out where the page with the mails goes
 * @param port where the page is served afterwards; null: nowhere
 */
record Arguments(Path out, @Nullable Integer port, boolean help) {

  static final String HELP =
      """
      Two weeks of a sales portal whose notifications move over to workflows, one channel at a time.

        --out FILE      the page with all mails (default: sales-portal.html)
        --serve PORT    shows that page at http://localhost:PORT until you press Ctrl-C
      """;

  static Arguments parse(String[] args) {
    Path out = Path.of("sales-portal.html");
    Integer port = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--out" -> out = Path.of(value(args, ++i));
        case "--serve" -> port = port(value(args, ++i));
        case "--help", "-h" -> {
          return new Arguments(out, null, true);
        }
        default -> throw new IllegalArgumentException("unknown argument " + args[i] + "\n" + HELP);
      }
    }
    return new Arguments(out, port, false);
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new IllegalArgumentException(args[index - 1] + " needs a value\n" + HELP);
    }
    return args[index];
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("--serve needs a port, 0 to 65535\n" + HELP);
  }
}
