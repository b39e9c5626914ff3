package dev.workflow.examples.host.engine.findings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.operations.Findings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What somebody has to look at. */
@Tag(name = "findings")
@RestController
@RequestMapping("/api/v1/findings")
class FindingController {

  private final Engines engines;

  FindingController(Engines engines) {
    this.engines = engines;
  }

  /** A finding; settledAt null: it is open. */
  record FindingView(
      UUID id,
      String kind,
      @Nullable String instanceId,
      @Nullable String step,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      Instant since,
      @Nullable Instant settledAt,
      JsonNode evidence) {

    static FindingView of(Findings.Finding one) {
      return new FindingView(
          one.id(),
          one.kind().name(),
          one.instance() == null ? null : one.instance().toString(),
          one.step(),
          one.workflow(),
          one.subject(),
          one.since(),
          one.settledAt(),
          one.evidence());
    }
  }

  @Operation(summary = "Open ones unless settled says otherwise")
  @GetMapping
  ResponseEntity<Items<FindingView>> list(
      Caller caller,
      @RequestParam(defaultValue = "false") @Nullable Boolean settled,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String instance,
      Pages pages) {
    Findings.Query query =
        new Findings.Query(
            settled,
            Refusal.word(Findings.Kind.class, "kind", kind),
            instance == null ? null : InstanceId.parse(instance));
    return pages.of(
        (cursor, limit) ->
            engines.of(caller).findings().list(caller.tenant(), query, cursor, limit),
        FindingView::of);
  }

  /** How many are open of a kind. */
  record FindingCount(String kind, long findings) {}

  @Operation(summary = "Count")
  @GetMapping("/count")
  Items<FindingCount> count(Caller caller) {
    return Items.all(
        engines.of(caller).findings().count(caller.tenant()).entrySet().stream()
            .map(one -> new FindingCount(one.getKey().name(), one.getValue()))
            .toList());
  }
}
