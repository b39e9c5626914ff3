package dev.workflow.examples.host.engine.decisions;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowInstance;
import dev.workflow.WorkflowRef;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decisions;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Sieve;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Decisions as they were recorded: why workflows started or did not, and steps wait. */
@Tag(name = "decisions")
@RestController
class DecisionController {

  private final Engines engines;

  DecisionController(Engines engines) {
    this.engines = engines;
  }

  /**
   * A decision.
   *
   * @param because in words what was decisive, with the value that was found
   */
  record DecisionView(
      Instant at,
      Decision.Kind kind,
      Decision.Verdict verdict,
      @Nullable WorkflowRef workflow,
      @Nullable SubjectRef subject,
      @Nullable String eventId,
      @Nullable String instanceId,
      @Nullable String step,
      Decision.@Nullable Rule rule,
      @Nullable String by,
      String because) {

    static DecisionView of(Decision one) {
      InstanceId instance = one.location().instance();
      return new DecisionView(
          one.at(),
          one.kind(),
          one.verdict(),
          one.workflow(),
          one.subject(),
          one.location().event(),
          instance == null ? null : instance.toString(),
          one.location().step(),
          one.rule(),
          one.by() == null ? null : one.by().id(),
          one.because());
    }
  }

  @Operation(summary = "Why each workflow did or did not start for an event")
  @GetMapping("/api/v1/events/{id}/decisions")
  Items<DecisionView> ofEvent(Caller caller, @PathVariable String id) {
    return Items.all(
        engines.of(caller).decisions().of(caller.tenant(), id).stream()
            .map(DecisionView::of)
            .toList());
  }

  @Operation(summary = "What was decided about an instance, newest first")
  @GetMapping("/api/v1/instances/{id}/why")
  ResponseEntity<Items<DecisionView>> ofInstance(
      Caller caller, @PathVariable String id, Pages pages) {
    InstanceId instance = Ids.instance(id);
    WorkflowInstance found = engines.of(caller).instances().get(caller.tenant(), instance);
    Decisions.Query all = Decisions.Query.all().ofWorkflow(found.workflow().key());
    Decisions.Query query = found.subject() == null ? all : all.about(found.subject());
    return pages.of(
        (cursor, limit) ->
            Sieve.page(
                (from, most) ->
                    engines.of(caller).decisions().list(caller.tenant(), query, from, most),
                one -> instance.equals(one.location().instance()),
                cursor,
                limit),
        DecisionView::of);
  }

  @Operation(summary = "What was decided, newest first")
  @GetMapping("/api/v1/decisions")
  ResponseEntity<Items<DecisionView>> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String workflow,
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable List<String> kind,
      @RequestParam(required = false) @Nullable List<String> verdict,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      Pages pages) {
    Decisions.Query query =
        new Decisions.Query(
            from,
            to,
            workflow,
            Subjects.find(subject),
            words(Decision.Kind.class, "kind", kind),
            words(Decision.Verdict.class, "verdict", verdict));
    return pages.of(
        (cursor, limit) ->
            engines.of(caller).decisions().list(caller.tenant(), query, cursor, limit),
        DecisionView::of);
  }

  private static <E extends Enum<E>> Set<E> words(
      Class<E> type, String key, @Nullable List<String> given) {
    Set<E> words = new LinkedHashSet<>();
    for (String word : Objects.requireNonNullElse(given, List.<String>of())) {
      E value = Refusal.word(type, key, word);
      if (value != null) {
        words.add(value);
      }
    }
    return words;
  }
}
