package dev.workflow.docs.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever follows the page about the architecture finds the classes that it names. */
class ArchitectureNamesTest {

  private static final List<String> MODULES =
      List.of("workflow-core", "workflow-jdbi", "workflow-spi-channels");

  private static final Pattern FENCED = Pattern.compile("(?s)```.*?```");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  /** A class, and what may follow it: a nested type or a method. */
  private static final Pattern NAME = Pattern.compile("\\b([A-Z][a-z]\\w+)(?:\\.(\\w+))?\\b");

  @Test
  void every_class_and_method_that_the_page_names_is_there() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    for (MatchResult name : names(Files.readString(Page.ROOT.resolve("docs/architecture.md")))) {
      String source = sources.get(name.group(1));
      if (source == null || (name.group(2) != null && !declares(source, name.group(2)))) {
        missing.add(name.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void a_class_that_is_not_there_would_be_noticed() throws IOException {
    Map<String, String> sources = sources();
    assertThat(names("`Committer` hands `Decider.decide` to `Gone.way`"))
        .extracting(MatchResult::group)
        .containsExactly("Committer", "Decider.decide", "Gone.way");
    assertThat(sources).containsKeys("Committer", "Decider").doesNotContainKey("Gone");
    assertThat(declares(sources.get("Decider"), "decide")).isTrue();
    assertThat(declares(sources.get("Decider"), "gone")).isFalse();
  }

  /** The names in the order of the page. */
  private static List<MatchResult> names(String page) {
    return CODE.matcher(FENCED.matcher(page).replaceAll(""))
        .results()
        .flatMap(code -> NAME.matcher(code.group(1)).results())
        .toList();
  }

  private static boolean declares(String source, String member) {
    return Pattern.compile("\\b" + member + "\\(|(record|interface|class|enum) " + member + "\\b")
        .matcher(source)
        .find();
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }
}
