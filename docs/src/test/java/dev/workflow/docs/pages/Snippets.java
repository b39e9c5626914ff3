package dev.workflow.docs.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The regions of the compiled examples that pages show, by {@code File#name}. In Java a region
 * stands between the comments {@code snippet: name} and {@code end}; regions may be nested, and the
 * marks of inner ones are left out.
 */
final class Snippets {

  private static final Pattern BEGIN = Pattern.compile("\\s*// snippet: (\\S+)");
  private static final Pattern END = Pattern.compile("\\s*// end");
  private static final Pattern TEXT_BLOCK =
      Pattern.compile("\"\"\"[ \\t]*\\n(.*?)\"\"\"", Pattern.DOTALL);

  private final Map<String, String> regions = new TreeMap<>();

  /** Reads all examples of this module, and those of the application of Spring Boot. */
  static Snippets read() {
    Snippets snippets = new Snippets();
    snippets.addAll(Page.ROOT.resolve("docs/src/test/java"));
    snippets.addAll(Page.ROOT.resolve("examples/spring-boot/src"));
    return snippets;
  }

  private void addAll(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        add(name, Files.readAllLines(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(String file, List<String> lines) {
    Map<String, List<String>> open = new TreeMap<>();
    List<String> stack = new ArrayList<>();
    for (String line : lines) {
      Matcher begin = BEGIN.matcher(line);
      if (begin.matches()) {
        String name = file + "#" + begin.group(1);
        stack.add(name);
        if (regions.containsKey(name) || open.put(name, new ArrayList<>()) != null) {
          throw new IllegalStateException("there are two snippets " + name);
        }
      } else if (END.matcher(line).matches()) {
        if (stack.isEmpty()) {
          throw new IllegalStateException(file + " ends a snippet that it did not begin");
        }
        String name = stack.remove(stack.size() - 1);
        regions.put(name, String.join("\n", open.remove(name)).stripIndent().strip());
      } else {
        open.values().forEach(region -> region.add(line));
      }
    }
    if (!stack.isEmpty()) {
      throw new IllegalStateException("snippets without an end: " + stack);
    }
  }

  /** A region as Java shows it. */
  String java(String name) {
    String region = regions.get(name);
    if (region == null) {
      throw new AssertionError("there is no snippet " + name + "; there are " + regions.keySet());
    }
    return region;
  }

  /** What the first text block of a region says. */
  String text(String name) {
    Matcher block = TEXT_BLOCK.matcher(java(name));
    if (!block.find()) {
      throw new AssertionError("the snippet " + name + " holds no text block");
    }
    return block.group(1).stripIndent().translateEscapes().stripTrailing();
  }
}
