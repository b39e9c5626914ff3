package dev.workflow.docs.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.condition.Condition;
import dev.workflow.definition.WorkflowDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** What can be wrong with a page; every problem is one line that says what to do. */
final class PageChecks {

  private static final TenantId TENANT = TenantId.of("docs");
  private static final String REFRESH =
      "mvn -o -q -Pfast test -pl docs -am -Dtest=PagesTest -DfailIfNoTests=false -Ddocs.refresh=true";

  private final Snippets snippets;
  private final WorkflowEngine engine;

  /**
   * @param engine knows the actions that the workflows of the pages use
   */
  PageChecks(Snippets snippets, WorkflowEngine engine) {
    this.snippets = snippets;
    this.engine = engine;
  }

  /** Everything that is wrong with a page. */
  List<String> problems(Page page) {
    List<String> problems = new ArrayList<>();
    for (Page.Block block : page.blocks()) {
      String place = page.place(block.first()) + ": ";
      shown(block)
          .filter(wanted -> !wanted.equals(block.text()))
          .ifPresent(
              wanted ->
                  problems.add(
                      place
                          + "the block differs from "
                          + block.marker().orElseThrow()
                          + "; refresh the pages with `"
                          + REFRESH
                          + "`"));
      content(block).forEach(problem -> problems.add(place + problem));
    }
    for (Page.Link link : page.links()) {
      dead(page, link.target())
          .ifPresent(why -> problems.add(page.place(link.line()) + ": " + why));
    }
    return problems;
  }

  /** The page with the current text of every snippet. */
  Page refreshed(Page page) {
    Page result = page;
    for (int i = 0; i < page.blocks().size(); i++) {
      Page.Block block = result.blocks().get(i);
      result = shown(block).isPresent() ? result.with(block, shown(block).get()) : result;
    }
    return result;
  }

  private Optional<String> shown(Page.Block block) {
    return block
        .snippet()
        .map(name -> block.language().equals("java") ? snippets.java(name) : snippets.text(name));
  }

  private List<String> content(Page.Block block) {
    return switch (block.language()) {
      case "java" ->
          block.snippet().isPresent()
              ? List.of()
              : List.of("a Java block needs <!-- snippet: File#name --> in the line above");
      case "json", "yaml" -> document(block);
      default -> List.of();
    };
  }

  private List<String> document(Page.Block block) {
    List<JsonNode> documents;
    try {
      documents = documents(block);
    } catch (IOException | RuntimeException e) {
      return List.of("the " + block.language() + " cannot be read: " + e.getMessage());
    }
    List<String> problems = new ArrayList<>();
    for (JsonNode document : documents) {
      problems.addAll(problems(block, document));
    }
    return problems;
  }

  private static List<JsonNode> documents(Page.Block block) throws IOException {
    if (block.language().equals("yaml")) {
      return List.of(new ObjectMapper().valueToTree(new Yaml().load(block.text())));
    }
    try (MappingIterator<JsonNode> values =
        Json.reader().forType(JsonNode.class).readValues(block.text())) {
      return values.readAll();
    }
  }

  private List<String> problems(Page.Block block, JsonNode document) {
    String kind = block.kind();
    if (document.has("steps") && document.has("key") && !kind.equals("wrong")) {
      kind = "workflow";
    }
    try {
      return switch (kind) {
        case "workflow" -> workflow(document);
        case "step" -> workflow(around(Json.array().add(document)));
        case "condition" -> {
          Condition.parse(document);
          yield List.of();
        }
        default -> List.of();
      };
    } catch (InvalidInputException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  private static JsonNode around(JsonNode steps) {
    return Json.object().put("key", "a").put("name", "a").set("steps", steps);
  }

  private List<String> workflow(JsonNode document) {
    return engine.definitions().check(TENANT, WorkflowDefinition.parse(document)).stream()
        .map(Problem::toString)
        .toList();
  }

  private static Optional<String> dead(Page page, String target) {
    if (target.matches("[a-z]+:.*")) {
      return Optional.empty();
    }
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = page.file().resolveSibling(path).normalize();
    if (!path.isEmpty() && !Files.exists(file)) {
      return Optional.of("the link to " + target + " is dead");
    }
    if (hash >= 0) {
      Set<String> anchors = (path.isEmpty() ? page : Page.read(file)).anchors();
      if (!anchors.contains(target.substring(hash + 1))) {
        return Optional.of(
            "there is no heading for " + target + "; there are " + new TreeSet<>(anchors));
      }
    }
    return Optional.empty();
  }
}
