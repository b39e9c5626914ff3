package dev.workflow.docs.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Markdown page of the project. */
record Page(Path file, List<String> lines) {

  /** The project's root folder: where README.md and docs/ stand. */
  static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().getParent();

  private static final Pattern MARKER = Pattern.compile("<!-- (.+?) -->");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  /**
   * A fenced block.
   *
   * @param first the index of the fence's line
   * @param marker what stands in a comment right above the fence
   */
  record Block(int first, String language, Optional<String> marker, List<String> content) {

    String text() {
      return String.join("\n", content);
    }

    /** The snippet it shows: {@code snippet: File#name} or {@code snippet: File#name, kind}. */
    Optional<String> snippet() {
      return marker
          .filter(text -> text.startsWith("snippet: "))
          .map(text -> text.substring("snippet: ".length()).split(", ", 2)[0]);
    }

    /** What its content is, or the empty string. */
    String kind() {
      String text = marker.orElse("");
      int comma = text.indexOf(", ");
      return snippet().isEmpty() ? text : comma < 0 ? "" : text.substring(comma + 2);
    }
  }

  /** A link as it is written. */
  record Link(int line, String target) {}

  static Page read(Path file) {
    try {
      return new Page(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** README.md, CONTRIBUTING.md, CHANGELOG.md and everything below docs/. */
  static List<Page> all() {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> below = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, below.filter(file -> !file.startsWith(ROOT.resolve("docs/target"))))
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Page::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return ROOT.relativize(file).toString();
  }

  String place(int line) {
    return name() + ":" + (line + 1);
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        Matcher marker = MARKER.matcher(i == 0 ? "" : lines.get(i - 1));
        blocks.add(
            new Block(
                i,
                lines.get(i).substring(3),
                marker.matches() ? Optional.of(marker.group(1)) : Optional.empty(),
                List.copyOf(lines.subList(i + 1, end))));
        i = end;
      }
    }
    return blocks;
  }

  private List<String> prose() {
    List<String> prose = new ArrayList<>(lines);
    for (Block block : blocks()) {
      for (int i = block.first(); i <= block.first() + block.content().size() + 1; i++) {
        prose.set(i, "");
      }
    }
    return prose;
  }

  /** The links outside of code. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    List<String> prose = prose();
    for (int i = 0; i < prose.size(); i++) {
      Matcher matcher = LINK.matcher(CODE.matcher(prose.get(i)).replaceAll("``"));
      while (matcher.find()) {
        links.add(new Link(i, matcher.group(1)));
      }
    }
    return links;
  }

  /** What a link can name behind {@code #}: the headings as they are named in addresses. */
  Set<String> anchors() {
    return prose().stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+\\s+", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** The page with another content in one of its blocks. */
  Page with(Block block, String content) {
    List<String> changed = new ArrayList<>(lines.subList(0, block.first() + 1));
    changed.addAll(content.lines().toList());
    changed.addAll(lines.subList(block.first() + 1 + block.content().size(), lines.size()));
    return new Page(file, changed);
  }

  void write() {
    try {
      Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
