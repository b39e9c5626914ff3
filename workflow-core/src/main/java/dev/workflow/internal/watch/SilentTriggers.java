package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.WorkflowRef;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.Receipts;
import dev.workflow.operations.Findings;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.EventRow;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Workflows that start no more though events match: of the newest events of a day those since the
 * last start of a workflow, of which three or more match and none starts it.
 *
 * <p>An event matches if its receipt says that something keeps it from starting the newest version
 * which is no wish of the document, or if the receipt does not name the workflow and its condition
 * holds.
 */
final class SilentTriggers {

  private static final Duration TIME = Duration.ofHours(24);
  private static final int PORTION = 250;
  private static final int MOST_EVENTS = 1_000;
  private static final int ENOUGH = 3;
  private static final String NOT_CONSIDERED = "not_considered";

  /** A dedupe window, an assignment, a quiet time and the like are meant so. */
  private static final Set<Reason> STUCK =
      EnumSet.of(Reason.ERROR, Reason.CONCURRENCY, Reason.CHAIN, Reason.LOOP);

  /** What is known of one workflow. */
  private static final class Silence {
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Samples events = new Samples();
    private int count;
    private Instant since = Instant.MAX;

    void add(EventRow row, String reason) {
      count++;
      reasons.merge(reason, 1, Integer::sum);
      events.add(row.id());
      since = row.acceptedAt();
    }
  }

  private final Look look;
  private final Map<String, Silence> silences = new TreeMap<>();
  private final Set<String> started = new HashSet<>();
  private final Map<String, Instant> sinceWhen = new HashMap<>();
  private final Map<String, WorkflowRef> newest = new HashMap<>();

  SilentTriggers(Look look) {
    this.look = look;
    look.enabled().forEach(tree -> newest.put(tree.definition().key(), tree.definition().ref()));
  }

  List<Observed> find() {
    EventRow last = null;
    for (int read = 0; read < MOST_EVENTS; read += PORTION) {
      EventRow before = last;
      List<EventRow> portion =
          look.transactions()
              .transact(transaction -> transaction.events().list(look.tenant(), before, PORTION));
      for (EventRow row : portion) {
        if (row.acceptedAt().isBefore(look.now().minus(TIME))) {
          return found();
        }
        add(row);
        last = row;
      }
      if (portion.size() < PORTION) {
        return found();
      }
    }
    return found();
  }

  /** Newest first: what is older than a start does not count. */
  private void add(EventRow row) {
    Set<String> named = new HashSet<>();
    if (row.receipt() != null) {
      PublishReceipt receipt = Receipts.of(row);
      receipt
          .started()
          .forEach(
              one -> {
                named.add(one.workflow().key());
                started.add(one.workflow().key());
              });
      for (PublishReceipt.Suppressed one : receipt.suppressed()) {
        String key = one.workflow().key();
        named.add(key);
        if (STUCK.contains(one.reason()) && one.workflow().equals(newest.get(key))) {
          add(key, row, one.reason().text());
        }
      }
    }
    for (TenantWorkflows.Candidate candidate : unnamed(row, named)) {
      add(candidate.definition().key(), row, NOT_CONSIDERED);
    }
  }

  private void add(String key, EventRow row, String reason) {
    if (!started.contains(key)) {
      silences.computeIfAbsent(key, none -> new Silence()).add(row, reason);
    }
  }

  /** Workflows that match and of which the receipt says nothing. */
  private List<TenantWorkflows.Candidate> unnamed(EventRow row, Set<String> named) {
    List<TenantWorkflows.Candidate> open =
        look.workflows().candidates(row.type()).stream()
            .filter(one -> !named.contains(one.definition().key()))
            .filter(one -> !started.contains(one.definition().key()))
            .filter(one -> !look.engine().fields().concern(one.workflow().publisher()))
            .filter(one -> row.acceptedAt().isAfter(inUseSince(one.workflow())))
            .toList();
    return open.isEmpty() ? List.of() : matching(row, open);
  }

  private List<TenantWorkflows.Candidate> matching(
      EventRow row, List<TenantWorkflows.Candidate> open) {
    Event event = Event.parse(Json.read(row.body()));
    TenantDirectory.Settings settings = look.engine().tenant(look.tenant());
    ObjectNode data =
        InstanceData.ofEvent(look.tenant(), settings, event.subject(), event.toJson());
    EvaluationContext context =
        EvaluationContext.of(row.acceptedAt(), settings.zone()).withPrevious(event.previous());
    Set<String> keys = new HashSet<>();
    return open.stream()
        .filter(one -> TenantWorkflows.fits(one.definition(), event))
        .filter(one -> one.trigger().when().test(data, context))
        .filter(one -> keys.add(one.definition().key()))
        .toList();
  }

  /** When its newest version was published, or it was enabled. */
  private Instant inUseSince(StepTree tree) {
    WorkflowRef ref = tree.definition().ref();
    return sinceWhen.computeIfAbsent(
        ref.key(),
        key ->
            look.transactions()
                .transact(
                    transaction -> {
                      Instant published =
                          transaction
                              .definitions()
                              .find(look.tenant(), key, ref.version())
                              .map(row -> row.createdAt())
                              .orElse(Instant.MAX);
                      Instant switched =
                          transaction.definitions().switches(look.tenant(), key, 1).stream()
                              .map(row -> row.at())
                              .findFirst()
                              .orElse(Instant.MIN);
                      return published.isAfter(switched) ? published : switched;
                    }));
  }

  private List<Observed> found() {
    List<Observed> found = new ArrayList<>();
    silences.forEach(
        (key, silence) -> {
          WorkflowRef version = newest.get(key);
          if (silence.count >= ENOUGH && version != null) {
            ObjectNode evidence =
                Json.object()
                    .put("events", silence.count)
                    .put("since", silence.since.toString())
                    .put("version", version.version());
            ObjectNode reasons = evidence.putObject("reasons");
            silence.reasons.forEach(reasons::put);
            evidence.set("samples", silence.events.json());
            found.add(new Observed(Findings.Kind.TRIGGER_SILENT, "trigger", key, null, evidence));
          }
        });
    return found;
  }
}
