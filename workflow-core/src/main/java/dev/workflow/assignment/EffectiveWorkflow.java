package dev.workflow.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.WorkflowRef;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The workflow that governs a subject, with its terms and the reasons. Immutable.
 *
 * @param workflow null: none, because an override says so or because nothing else applies
 * @param source what decided
 * @param terms the commercial terms by name
 * @param trace every candidate in the order of precedence, with the reason it won or lost
 */
public record EffectiveWorkflow(
    @Nullable WorkflowRef workflow, Source source, Map<String, Term> terms, List<Candidate> trace) {

  public EffectiveWorkflow {
    Objects.requireNonNull(source, "source");
    terms = Collections.unmodifiableMap(new TreeMap<>(terms));
    trace = List.copyOf(trace);
  }

  /** What decides about the workflow, in the order of precedence. */
  public enum Source {
    /** Somebody chose for this very subject: a workflow, or none. */
    OVERRIDE,
    /** A rule whose condition holds. */
    RULE,
    /** The tenant's default. */
    DEFAULT,
    /** Nothing applies. */
    NONE
  }

  /** How a candidate fared. */
  public enum Verdict {
    /** It decides. */
    WON,
    /** One before it in the order has decided. */
    OUTRANKED,
    /** Its condition is false. */
    NOT_MATCHED,
    /** It is switched off. */
    DISABLED,
    /** Its time is over. */
    EXPIRED,
    /** It points at a workflow that is missing, unpublished or disabled. */
    UNAVAILABLE,
    /** Its condition cannot be evaluated. */
    BROKEN
  }

  /**
   * What could have decided.
   *
   * @param kind {@code OVERRIDE}, {@code RULE} or {@code DEFAULT}
   * @param name for people: the rule's name, else the kind
   * @param workflow the key it stands for; null: explicitly none
   * @param because one line for people; of a false condition the first failing clause with the
   *     actual value
   */
  public record Candidate(
      Source kind, String name, @Nullable String workflow, Verdict verdict, String because) {

    /** {@code rule "hot leads" -> lead-fast: NOT_MATCHED, ✗ lead_score gte 80 (was 60)}. */
    @Override
    public String toString() {
      String label =
          switch (kind) {
            case RULE -> "rule \"" + name + "\"";
            default -> name;
          };
      String target = workflow == null ? "no workflow" : workflow;
      return label + " -> " + target + ": " + verdict + ", " + because;
    }
  }

  /** Where a term's value comes from; each overrides those before it. */
  public enum TermSource {
    /** The host's defaults for all tenants. */
    HOST,
    /** The tenant's settings. */
    TENANT,
    /** The workflow that governs the subject. */
    WORKFLOW
  }

  /**
   * A commercial term.
   *
   * @param by who said so, where that is known
   * @param at when it was said, where that is known
   */
  public record Term(JsonNode value, TermSource source, @Nullable String by, @Nullable Instant at) {

    public Term {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(source, "source");
    }
  }

  /** The verdict and the trace, one line each. */
  @Override
  public String toString() {
    String verdict = (workflow == null ? "no workflow" : workflow) + " by " + source;
    return trace.stream()
        .map(candidate -> "\n  " + candidate)
        .collect(Collectors.joining("", verdict, ""));
  }
}
