package dev.workflow.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.definition.WorkflowDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param workflowFile null: the bundled workflows
 * @param eventFile null: the bundled events
 */
record Arguments(
    @Nullable Path workflowFile,
    @Nullable Path eventFile,
    String database,
    @Nullable Path report,
    boolean help) {

  static final String HELP =
      """
      Plays events through workflows on a time-lapse clock and shows what became of them.

        --workflows FILE   a JSON file with one workflow or a list of them (default: bundled samples)
        --events FILE      NDJSON, one event a line, .gz allowed (default: a bundled sample)
        --db JDBC_URL      jdbc:h2:... or jdbc:postgresql:... (default: an H2 file, ./quickstart.mv.db)
        --report FILE      writes the counts as JSON
      """;

  private static final String DEFAULT_DATABASE = "jdbc:h2:file:./quickstart";

  static Arguments parse(String[] args) {
    Path workflows = null;
    Path events = null;
    Path report = null;
    String database = DEFAULT_DATABASE;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--workflows" -> workflows = Path.of(value(args, ++i));
        case "--events" -> events = Path.of(value(args, ++i));
        case "--db" -> database = value(args, ++i);
        case "--report" -> report = Path.of(value(args, ++i));
        case "--help", "-h" -> {
          return new Arguments(null, null, database, null, true);
        }
        default -> throw new IllegalArgumentException("unknown argument " + args[i] + "\n" + HELP);
      }
    }
    return new Arguments(workflows, events, database, report, false);
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new IllegalArgumentException(args[index - 1] + " needs a value\n" + HELP);
    }
    return args[index];
  }

  List<WorkflowDefinition> workflows() throws IOException {
    String text;
    if (workflowFile == null) {
      try (InputStream bundled = resource("sample-workflows.json")) {
        text = new String(bundled.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      }
    } else {
      text = Files.readString(workflowFile);
    }
    JsonNode json = Json.read(text);
    List<WorkflowDefinition> definitions = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(one -> definitions.add(WorkflowDefinition.parse(one)));
    } else {
      definitions.add(WorkflowDefinition.parse(json));
    }
    return definitions;
  }

  EventFile events() throws IOException {
    return eventFile == null
        ? EventFile.of(resource("sample-events.ndjson.gz"), true, 0)
        : EventFile.of(
            Files.newInputStream(eventFile),
            eventFile.toString().endsWith(".gz"),
            Files.size(eventFile));
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Arguments.class.getResourceAsStream("/" + name), name);
  }
}
