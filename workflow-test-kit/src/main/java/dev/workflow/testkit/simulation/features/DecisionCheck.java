package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.TOLD_AS_IT_WAS;

import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decisions;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.store.InstanceKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the engine says that it has decided is what has happened. */
final class DecisionCheck implements Check {

  private static final int PAGE = 1_000;

  private final Stage stage;
  private @Nullable Act asked;

  DecisionCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    asked = act;
  }

  @Override
  public void after(Act act, Outcome outcome) {
    if (act.verb() != Verb.PUBLISH
        || act != asked
        || !outcome.done()
        || stage.poison().holdsWorkflow()
        || stage.host().failing(Host.TENANTS)) {
      return;
    }
    TenantId tenant = TenantId.of(act.tenant());
    String event = Nasty.text(Json.read(act.argument()).path("id").asText());
    Set<String> told =
        stage.reader().decisions().of(tenant, event).stream()
            .filter(one -> one.kind() == Decision.Kind.START)
            .map(one -> one.location().instance())
            .filter(Objects::nonNull)
            .map(id -> stage.names().name(new InstanceKey(tenant, id)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> begun =
        stage.sight().instances().stream()
            .filter(one -> one.row().key().tenant().equals(tenant) && !one.gone())
            .filter(one -> event.equals(one.row().origin().eventId()))
            .filter(one -> one.row().origin().parent() == null)
            .map(SeenInstance::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!told.equals(begun)) {
      throw new Broken(
          TOLD_AS_IT_WAS,
          null,
          "of \"" + act + "\" it is told that it began " + told + ", and it began " + begun);
    }
  }

  @Override
  public void atEnd() {
    if (stage.sight().instances().stream().anyMatch(stage::unreadable)) {
      return;
    }
    Decisions.Query ends = Decisions.Query.all().of(Decision.Kind.EXIT);
    List<Decision> all = stage.reader().decisions().list(Cast.A, ends, null, PAGE).items();
    for (SeenInstance instance : stage.sight().instances()) {
      boolean asksFor =
          instance.row().key().tenant().equals(Cast.A)
              && !instance.gone()
              && (instance.exited() || instance.state() == InstanceState.CANCELED);
      if (!asksFor) {
        continue;
      }
      Decision.Verdict verdict =
          instance.exited() ? Decision.Verdict.MATCHED : Decision.Verdict.ENDED;
      boolean told =
          all.stream()
              .filter(one -> instance.row().key().id().equals(one.location().instance()))
              .anyMatch(one -> Objects.equals(one.verdict(), verdict));
      if (!told && all.size() < PAGE) {
        throw instance.broken(
            TOLD_AS_IT_WAS,
            "it is " + instance.state() + ", and nothing that was decided says why");
      }
    }
  }
}
