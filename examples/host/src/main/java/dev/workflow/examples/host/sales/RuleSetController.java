package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Problems;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Hash;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.web.ETags;
import dev.workflow.examples.host.web.FormFields;
import dev.workflow.ruleimport.ImportReport;
import dev.workflow.ruleimport.ImportReport.Outcome;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The whole set of notification rules of the caller's organisation. */
@RestController
@Tag(name = "sales")
@RequestMapping("/api/v1/admin/organizations/me/workflow-engine/workflows")
class RuleSetController {

  private final RuleSets rules;

  RuleSetController(RuleSets rules) {
    this.rules = rules;
  }

  /**
   * All rules.
   *
   * @param workflows one for each trigger, channel and audience, with {@code workflow_id} and
   *     {@code version} of its workflow
   * @param changes what a PUT has changed
   */
  record RuleSet(List<JsonNode> workflows, @Nullable RuleChanges changes) {}

  /** How many rules were new, changed, as before, and are gone. */
  record RuleChanges(int created, int updated, int unchanged, int removed) {

    static RuleChanges of(ImportReport report) {
      return new RuleChanges(
          report.entries(Outcome.CREATED).size(),
          report.entries(Outcome.UPDATED).size(),
          report.entries(Outcome.UNCHANGED).size(),
          (int)
              report.entries(Outcome.VANISHED).stream()
                  .filter(entry -> entry.because().equals("its workflow is archived"))
                  .count());
    }
  }

  @GetMapping
  @Operation(summary = "Shows all notification rules of the organisation")
  ResponseEntity<RuleSet> getRules(Caller caller) {
    caller.require(Role.ADMIN);
    return answer(rules.get(caller), null);
  }

  /** The body is a list of rows, or an object with the list as {@code workflows}. */
  @PutMapping
  @Operation(summary = "Puts all notification rules in the place of those that are there")
  ResponseEntity<RuleSet> putRules(
      Caller caller,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String revision,
      @RequestBody JsonNode body) {
    caller.require(Role.ADMIN);
    ETags.check(revision, version(rules.get(caller)));
    boolean bare = body instanceof ArrayNode;
    Problems problems = Problems.none();
    ArrayNode rows =
        body instanceof ArrayNode list
            ? list
            : FormFields.of(body, problems, "workflows", "changes").list("workflows");
    if (!bare && problems.isEmpty() && !body.has("workflows")) {
      problems.at("workflows").add("is missing");
    }
    problems.throwIfAny(list -> new InvalidInputException("The rules", list));
    ImportReport report = rules.put(caller, rows, bare ? "" : "/workflows");
    return answer(rules.get(caller), RuleChanges.of(report));
  }

  private static ResponseEntity<RuleSet> answer(
      List<JsonNode> rows, @Nullable RuleChanges changes) {
    return ResponseEntity.ok().eTag(ETags.of(version(rows))).body(new RuleSet(rows, changes));
  }

  /** The same for the same rules. */
  private static String version(List<JsonNode> rows) {
    return Hash.of(rows.toString()).substring(0, 32);
  }
}
