package dev.workflow.docs.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the alert rules ask for meters that there are. */
class MonitoringTest {

  private static final Path FOLDER = Page.ROOT.resolve("docs/monitoring");

  /** Labels that every meter has: of the scraping, of Micrometer, of a histogram. */
  private static final Set<String> EVERYWHERE = Set.of("job", "instance", "error", "le");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(workflow\\.[\\w.]+)` \\|.*$");
  private static final Pattern BUILT =
      Pattern.compile(
          "(Timer|Gauge)\\.builder\\(\\s*\"(workflow\\.[\\w.]+)\"(?:\\)\\s*\\.tags\\((.*)\\))?");
  private static final Pattern CODE = Pattern.compile("`(\\w+)`");
  private static final Pattern TEXT = Pattern.compile("\"(\\w+)\"");
  private static final Pattern OBSERVATION = Pattern.compile("\"(workflow\\.[a-z_.]+)\"");
  private static final Pattern ASKED =
      Pattern.compile("\\b(workflow_\\w+|hikaricp_\\w+|jvm_\\w+)\\b(?:\\{([^}]*)\\})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern BY = Pattern.compile("\\b(?:by|without) \\(([^)]*)\\)");

  /**
   * A meter as the page describes it.
   *
   * @param words its tags and their values, as far as the page lists them
   */
  private record Meter(Set<String> words) {}

  @Test
  void a_query_asks_only_for_meters_and_tags_of_the_reference_page() throws IOException {
    Map<String, Meter> meters = meters();
    List<String> queries = queries();

    assertThat(queries).hasSizeGreaterThan(20);
    assertThat(queries.stream().flatMap(query -> problems(query, meters).stream())).isEmpty();
  }

  @Test
  void a_query_for_what_is_not_there_is_a_problem() throws IOException {
    Map<String, Meter> meters = meters();

    assertThat(problems("sum(workflow_attempts_total{job=\"a\"})", meters))
        .containsExactly(
            "sum(workflow_attempts_total{job=\"a\"}): no meter workflow_attempts_total");
    assertThat(problems("workflow_run_seconds_count{action=\"log\"}", meters))
        .containsExactly("workflow_run_seconds_count{action=\"log\"}: no tag action");
    assertThat(problems("workflow_attempt_seconds_count{result=\"broken\"}", meters))
        .containsExactly("workflow_attempt_seconds_count{result=\"broken\"}: no value broken");
    assertThat(problems("sum by (tenant) (workflow_event_seconds_count)", meters))
        .containsExactly("sum by (tenant) (workflow_event_seconds_count): no tag tenant");
  }

  @Test
  void the_reference_page_lists_every_observation_of_the_engine() throws IOException {
    String source =
        Files.readString(
            Page.ROOT.resolve(
                "workflow-core/src/main/java/dev/workflow/observe/WorkflowObservations.java"));
    Set<String> made =
        OBSERVATION
            .matcher(source.substring(source.indexOf("public final class")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed =
        ROW.matcher(page())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed).isEqualTo(made);
  }

  @Test
  void a_panel_has_an_id_and_a_place_of_its_own() throws IOException {
    List<JsonNode> panels = new ArrayList<>();
    dashboard().get("panels").forEach(panels::add);
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : panels) {
      assertThat(ids.add(panel.get("id").intValue())).as(panel.get("title").asText()).isTrue();
      JsonNode place = panel.get("gridPos");
      assertThat(place.get("x").intValue() + place.get("w").intValue()).isLessThanOrEqualTo(24);
      for (int x = 0; x < place.get("w").intValue(); x++) {
        for (int y = 0; y < place.get("h").intValue(); y++) {
          assertThat(
                  taken.add(List.of(place.get("x").intValue() + x, place.get("y").intValue() + y)))
              .as(panel.get("title").asText())
              .isTrue();
        }
      }
    }
  }

  /** Names as Prometheus has them. */
  private static Map<String, Meter> meters() throws IOException {
    Map<String, Meter> meters = new TreeMap<>();
    ROW.matcher(page()).results().forEach(row -> timer(meters, row.group(1), words(CODE, row)));
    BUILT
        .matcher(page())
        .results()
        .forEach(
            built -> {
              if (built.group(1).equals("Timer")) {
                timer(meters, built.group(2), words(TEXT, built));
              } else {
                meters.put(built.group(2).replace('.', '_'), new Meter(Set.of()));
              }
            });
    assertThat(meters).containsKeys("workflow_run_seconds_count", "workflow_tasks_open");
    return meters;
  }

  private static void timer(Map<String, Meter> meters, String name, Set<String> words) {
    for (String suffix : List.of("count", "sum", "max", "bucket")) {
      meters.put(name.replace('.', '_') + "_seconds_" + suffix, new Meter(words));
    }
  }

  private static Set<String> words(Pattern pattern, MatchResult found) {
    return pattern
        .matcher(found.group())
        .results()
        .map(word -> word.group(1))
        .collect(Collectors.toSet());
  }

  private static List<String> problems(String query, Map<String, Meter> meters) {
    List<String> problems = new ArrayList<>();
    Set<String> tags = new HashSet<>(EVERYWHERE);
    for (MatchResult asked : ASKED.matcher(query).results().toList()) {
      Meter meter = meters.get(asked.group(1));
      if (meter == null) {
        problems.add(query + ": no meter " + asked.group(1));
        continue;
      }
      tags.addAll(meter.words());
      for (MatchResult label :
          LABEL.matcher(asked.group(2) == null ? "" : asked.group(2)).results().toList()) {
        problems.addAll(label(query, meter, label));
      }
    }
    if (problems.isEmpty()) {
      BY.matcher(query)
          .results()
          .flatMap(by -> Arrays.stream(by.group(1).split(",\\s*")))
          .filter(tag -> !tags.contains(tag))
          .forEach(tag -> problems.add(query + ": no tag " + tag));
    }
    return problems;
  }

  private static List<String> label(String query, Meter meter, MatchResult label) {
    if (EVERYWHERE.contains(label.group(1))) {
      return List.of();
    } else if (!meter.words().contains(label.group(1))) {
      return List.of(query + ": no tag " + label.group(1));
    }
    return Arrays.stream(label.group(3).split("\\|"))
        .filter(value -> !value.equals(".+") && !meter.words().contains(value))
        .filter(value -> !states().contains(value))
        .map(value -> query + ": no value " + value)
        .toList();
  }

  private static Set<String> states() {
    Set<String> states = new HashSet<>();
    Arrays.stream(InstanceState.values()).map(Enum::name).forEach(states::add);
    Arrays.stream(StepState.values()).map(Enum::name).forEach(states::add);
    return states;
  }

  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>(dashboard().findValuesAsText("expr"));
    queries.addAll(dashboard().get("templating").findValuesAsText("definition"));
    JsonNode rules =
        new ObjectMapper()
            .valueToTree(new Yaml().load(Files.readString(FOLDER.resolve("alerts.yaml"))));
    for (JsonNode rule : rules.findValue("rules")) {
      assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
      queries.add(rule.get("expr").asText());
    }
    return queries;
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(Files.readString(FOLDER.resolve("dashboard.json")));
  }

  private static String page() throws IOException {
    return Files.readString(Page.ROOT.resolve("docs/reference/metrics.md"));
  }
}
