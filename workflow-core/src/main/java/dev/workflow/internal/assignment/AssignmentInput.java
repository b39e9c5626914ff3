package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.TypedTerms;
import dev.workflow.condition.Condition;
import dev.workflow.internal.text.Limits;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what comes in, and says everything that is wrong with it. */
final class AssignmentInput {

  private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_REASON = 1_000;
  private static final int LONGEST_TERM = 100;
  private static final long LARGEST = 1_048_576;

  private AssignmentInput() {}

  static void checkOverride(
      @Nullable String workflow,
      @Nullable String reason,
      @Nullable Instant expiresAt,
      Instant now) {
    Problems problems = Problems.none();
    if (workflow != null) {
      checkKey(workflow, problems.at("workflow"));
    }
    if (reason != null) {
      note(Limits.wrongText(reason, LONGEST_REASON), problems.at("reason"));
    }
    if (expiresAt != null) {
      note(Limits.wrongTime(expiresAt), problems.at("expiresAt"));
    }
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      problems.at("expiresAt").add("is over already (" + expiresAt + "; now is " + now + ")");
    }
    problems.throwIfAny(list -> new InvalidInputException("The override", list));
  }

  static void checkRule(AssignmentRule rule) {
    Problems problems = Problems.none();
    if (rule.name().isBlank()) {
      problems.at("name").add("must not be empty");
    } else {
      note(Limits.wrongLine(rule.name(), LONGEST_NAME), problems.at("name"));
    }
    Json.check(rule.condition(), LARGEST, problems.at("condition"));
    checkKey(rule.workflow(), problems.at("workflow"));
    try {
      Condition.parse(rule.condition());
    } catch (InvalidInputException e) {
      problems.at("condition").addAll(e.problems());
    }
    problems.throwIfAny(list -> new InvalidInputException("The rule", list));
  }

  /**
   * @param known terms of the host, whose types hold
   */
  static void checkDefault(
      @Nullable String workflow, Map<String, JsonNode> terms, Map<String, JsonNode> known) {
    Problems problems = Problems.none();
    if (workflow != null) {
      checkKey(workflow, problems.at("workflow"));
    }
    terms.forEach(
        (name, value) -> checkTerm(name, value, known.get(name), problems.at("terms").at(name)));
    problems.throwIfAny(list -> new InvalidInputException("The tenant's default", list));
  }

  private static void checkTerm(
      String name, @Nullable JsonNode value, @Nullable JsonNode known, Problems problems) {
    if (name.isBlank()) {
      problems.add("a term needs a name");
    } else {
      note(Limits.wrongLine(name, LONGEST_TERM), problems);
    }
    if (value != null) {
      Json.check(value, LARGEST, problems);
    }
    if (value == null || value.isNull() || value.isMissingNode()) {
      problems.add("must not be empty; leave the term out to take the host's");
    } else if (TypedTerms.problem(name, value).isPresent()) {
      problems.add(TypedTerms.problem(name, value).get());
    } else if (known != null && known.getNodeType() != value.getNodeType()) {
      problems.add("expected " + kind(known) + " as in the host's default, found " + kind(value));
    }
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> value.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static void checkKey(String workflow, Problems problems) {
    if (!KEY.matcher(workflow).matches()) {
      problems.add("expected a workflow's key such as \"lead-nurture\"");
    }
  }

  private static void note(@Nullable String wrong, Problems problems) {
    if (wrong != null) {
      problems.add(wrong);
    }
  }

  /** What the conditions of a subject's rules read. */
  static ObjectNode data(@Nullable SubjectRef subject, JsonNode context, Problems problems) {
    if (!(context instanceof ObjectNode given)) {
      problems.add("expected an object with the subject's data");
      return Json.object();
    }
    if (subject == null || given.has("subject")) {
      return given;
    }
    ObjectNode data = Json.object().setAll(given);
    data.putObject("subject").put("type", subject.type()).put("id", subject.id());
    return data;
  }
}
