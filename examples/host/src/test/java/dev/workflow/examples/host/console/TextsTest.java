package dev.workflow.examples.host.console;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.decision.Decision;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.examples.host.engine.jobs.Job;
import dev.workflow.examples.host.security.Scope;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.operations.Findings;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.MessageState;
import dev.workflow.trigger.EventExplanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every English text of the console has a Dutch one, and every Dutch one is of a text. */
class TextsTest {

  private static final Path FILES = Path.of("src/main/resources/static/console");
  private static final Path DUTCH = FILES.resolve("messages/nl");

  /** What the server may say; its texts are not literals of the modules. */
  private static final Path WORDS = DUTCH.resolve("words.js");

  private static final String LITERAL = "'((?:[^'\\\\\n]|\\\\.)*)'";
  private static final Pattern TEXT = Pattern.compile("(?<![\\w.$])t\\(\\s*" + LITERAL);
  private static final Pattern PLURAL_CALL =
      Pattern.compile("(?<!function )(?<![\\w.$])plural\\((?!\\))");
  private static final Pattern PLURAL =
      Pattern.compile(
          "(?<![\\w.$])plural\\((?:[^()']|\\([^()]*\\))*,\\s*" + LITERAL + ",\\s*" + LITERAL);
  private static final Pattern OTHER_QUOTES = Pattern.compile("(?<![\\w.$])t\\(\\s*[`\"].{0,60}");
  private static final Pattern ENTRY = Pattern.compile("  " + LITERAL + ": " + LITERAL + ",");
  private static final Pattern PLACE = Pattern.compile("\\{\\{?[\\w.]+\\}?\\}");

  /** Tables of texts that go through t(…) where they are shown. */
  private static final Map<String, List<String>> TABLES =
      Map.ofEntries(
          Map.entry("components/state.js", List.of("\\['\\w+', '\\w+', '([^']+)'\\]")),
          Map.entry("pages/routes.js", List.of("title: '([^']+)'")),
          Map.entry(
              "app/shell.js", List.of("\\['([A-Z]\\w+)', \\[", "\\['/\\w+', '\\w+', '([^']+)'")),
          Map.entry("app/channels.js", List.of("[ {]\\w+: '([A-Z][^']+)'", "'[\\w ]+': '([^']+)'")),
          Map.entry("pages/calendar/kinds.js", List.of("\\['\\w+', '([^']+)'\\]")),
          Map.entry("pages/settings/users.js", List.of("\\['[A-Z]+', '([^']+)'\\]")),
          Map.entry("pages/settings/assignments.js", List.of("[A-Z_]+: '([^']+)'")),
          Map.entry("pages/settings/endpoints.js", List.of("[ {]\\w+: '([A-Z]\\w+)'")),
          Map.entry("pages/templates/template.js", List.of("[ {]\\w+: '([A-Z][^']+)'")),
          Map.entry("pages/designer/document.js", List.of("label: '([^']+)'")),
          Map.entry("pages/designer/condition.js", List.of("\\['\\w+', '([^']+)'\\]")),
          Map.entry("pages/designer/timing.js", List.of("\\['\\w', '([a-z]{2,})'\\]")),
          Map.entry("pages/statistics/page.js", List.of("\\['\\d+', '([^']+)', \\d")),
          Map.entry("pages/instances/page.js", List.of("\\['[a-z]+', '([A-Z]\\w+)', ")),
          Map.entry("pages/matters/matter.js", List.of("\\['([A-Z][a-z ]+)', \\[")));

  @Test
  void every_text_of_the_modules_has_a_dutch_one() throws IOException {
    Set<String> texts = used();
    texts.removeAll(dutch(file -> true).keySet());

    assertThat(texts).as("texts without a Dutch one in messages/nl").isEmpty();
  }

  @Test
  void every_dutch_text_is_of_a_text_of_the_modules() throws IOException {
    Set<String> known = new TreeSet<>();
    known.addAll(dutch(file -> !file.equals(WORDS)).keySet());
    known.removeAll(used());

    assertThat(known).as("Dutch texts that no module uses").isEmpty();
  }

  @Test
  void every_dutch_text_has_the_placeholders_of_its_english_one() throws IOException {
    List<String> different = new ArrayList<>();
    dutch(file -> true)
        .forEach(
            (english, dutch) -> {
              if (!places(english).equals(places(dutch))) {
                different.add(english + " → " + dutch);
              }
            });

    assertThat(different).as("Dutch texts with other {placeholders}").isEmpty();
  }

  @Test
  void every_word_of_the_server_has_a_dutch_one() throws IOException {
    Set<String> looks = new TreeSet<>();
    String states = Files.readString(FILES.resolve("components/state.js"));
    all(Pattern.compile("([A-Z_]+): \\["), states).forEach(found -> looks.add(found.group(1)));
    Set<String> words =
        Stream.of(
                Stream.of(InstanceState.values()),
                Stream.of(StepState.values()),
                Stream.of(MessageState.values()),
                Stream.of(DefinitionStatus.values()),
                Stream.of(Schedule.State.values()),
                Stream.of(Tick.State.values()),
                Stream.of(Job.State.values()))
            .flatMap(all -> all)
            .map(Enum::name)
            .filter(name -> !looks.contains(name))
            .map(TextsTest::word)
            .collect(toCollection(TreeSet::new));
    Stream.of(
            Stream.of(Findings.Kind.values()),
            Stream.of(EventExplanation.Verdict.values()),
            Stream.of(EffectiveWorkflow.Source.values()),
            Stream.of(Decision.Verdict.values()),
            Stream.of(Decision.Kind.values()))
        .flatMap(all -> all)
        .forEach(one -> words.add(word(one.name())));
    Stream.of(Scope.values()).forEach(scope -> words.add(scope.text()));
    words.remove("unrecognized");
    words.removeAll(dutch(file -> true).keySet());

    assertThat(words).as("words of the server without a Dutch one").isEmpty();
  }

  /** As {@code word(…)} of app/i18n.js. */
  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Set<String> used() throws IOException {
    Set<String> texts = new TreeSet<>();
    List<String> notSeen = new ArrayList<>();
    for (Path module : modules()) {
      String name = FILES.relativize(module).toString().replace('\\', '/');
      String code = Files.readString(module);
      all(TEXT, code).forEach(found -> texts.add(found.group(1)));
      List<MatchResult> plurals = all(PLURAL, code);
      plurals.forEach(found -> texts.addAll(List.of(found.group(1), found.group(2))));
      if (all(PLURAL_CALL, code).size() != plurals.size()) {
        notSeen.add(name + ": a plural(…) without two literals in single quotes");
      }
      all(OTHER_QUOTES, code).forEach(found -> notSeen.add(name + ": " + found.group()));
      for (String table : TABLES.getOrDefault(name, List.of())) {
        List<MatchResult> found = all(Pattern.compile(table), code);
        assertThat(found).as("texts of the table " + table + " in " + name).isNotEmpty();
        found.forEach(one -> texts.add(one.group(1)));
      }
    }
    assertThat(notSeen).as("texts that this test cannot read").isEmpty();
    assertThat(texts).hasSizeGreaterThan(500);
    return texts;
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> files = Files.walk(FILES)) {
      return files
          .filter(file -> file.toString().endsWith(".js"))
          .filter(file -> !file.startsWith(FILES.resolve("messages")))
          .toList();
    }
  }

  /** The texts of files whose lines between the braces are entries, comments or empty. */
  private static Map<String, String> dutch(Predicate<Path> which) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.list(DUTCH)) {
      for (Path file : files.filter(which).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        List<String> entries =
            lines.subList(lines.indexOf("export default {") + 1, lines.lastIndexOf("};"));
        for (String line : entries) {
          var entry = ENTRY.matcher(line);
          if (line.isBlank() || line.startsWith("  // ")) {
            continue;
          } else if (!entry.matches()) {
            wrong.add(file.getFileName() + ", no entry: " + line);
          } else if (texts.put(entry.group(1), entry.group(2)) != null) {
            wrong.add(file.getFileName() + ", for the second time: " + line);
          }
        }
      }
    }
    assertThat(wrong).as("entries of messages/nl").isEmpty();
    return texts;
  }

  private static String places(String text) {
    return all(PLACE, text).stream().map(MatchResult::group).sorted().collect(joining(" "));
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }
}
