package dev.workflow.examples.host.engine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Definitions;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import dev.workflow.definition.DefinitionTexts;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Reads, checks and converts documents that are being written. */
@Service
class Documents {

  /**
   * What a document is worth.
   *
   * @param publishable whether it has no problems
   * @param document null: it is no JSON or YAML
   * @param problems each with its place as a JSON pointer
   */
  record Checked(
      boolean publishable,
      @Nullable JsonNode document,
      List<Problem> problems,
      List<Problem> warnings) {}

  private final Engines engines;

  Documents(Engines engines) {
    this.engines = engines;
  }

  Checked check(Caller caller, DocumentText given) {
    Definitions definitions = engines.of(caller).definitions();
    JsonNode tree;
    try {
      tree = given.tree();
    } catch (InvalidDefinitionException e) {
      return new Checked(false, null, e.problems(), List.of());
    }
    List<Problem> problems = definitions.check(caller.tenant(), tree);
    List<Problem> warnings = List.of();
    try {
      warnings = definitions.warnings(caller.tenant(), WorkflowDefinition.parse(tree));
    } catch (InvalidDefinitionException e) {
      // all of it is among the problems
    }
    return new Checked(problems.isEmpty(), tree, problems, warnings);
  }

  /** The same document in the other format; comments are of the text, and stay behind. */
  DocumentText convert(DocumentText given, String to) {
    JsonNode tree = given.tree();
    DocumentText wanted = new DocumentText(to, null, null);
    String text =
        wanted.formatName().equals("yaml") ? DefinitionTexts.toYaml(tree) : tree.toPrettyString();
    return new DocumentText(wanted.formatName(), text, tree);
  }
}
