package dev.workflow.messaging.internal.notice;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Substitutions;
import dev.workflow.messaging.internal.notice.Notice.Kind;
import dev.workflow.spi.ActorDirectory.Membership;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be told something of a task, as the task and the host's directory are now. One thread,
 * one use.
 */
final class Audience {

  private final EngineContext engine;
  private final InstanceReader.Stored stored;
  private final StepRun run;
  private final Candidacy candidacy;
  private final Map<String, Kind> told = new LinkedHashMap<>();
  private final Map<String, String> standsFor = new HashMap<>();
  private @Nullable String nobody;

  Audience(EngineContext engine, InstanceReader.Stored stored, StepKey step) {
    this.engine = engine;
    this.stored = stored;
    this.run = stored.snapshot().step(step);
    this.candidacy = new Candidacy(stored.tree(), stored.snapshot(), step);
  }

  /** Everybody whom a notice concerns, those first whom the document or somebody has named. */
  Map<String, Kind> of(Notice notice) {
    String holder = candidacy.shared() ? null : candidacy.holder();
    switch (notice.kind()) {
      case READY, REMINDER -> whoeverHasIt(notice.kind(), holder);
      case GIVEN, CLAIM_ENDS -> {
        if (notice.to() != null && notice.to().equals(holder)) {
          told.put(notice.to(), notice.kind());
        }
      }
      case ESCALATED -> escalated(notice, holder);
      case TAKEN -> {
        if (notice.from() != null) {
          told.put(notice.from(), Kind.TAKEN);
        }
      }
    }
    if (notice.by() != null) {
      told.remove(notice.by());
    }
    Set<String> keptOut = notice.kind() == Kind.TAKEN ? Set.of() : keptOut();
    keptOut.forEach(told::remove);
    withSubstitutes(notice.by(), keptOut);
    return told;
  }

  /** Of whoever is away the substitutes are told as well, who may do it for them. */
  private void withSubstitutes(@Nullable String by, Set<String> keptOut) {
    Substitutions substitutions =
        engine.actors().substitutions(stored.snapshot().identity().tenant());
    for (Map.Entry<String, Kind> one : List.copyOf(told.entrySet())) {
      for (String substitute : substitutions.actingFor(one.getKey(), engine.now())) {
        boolean out = substitute.equals(by) || keptOut.contains(substitute);
        if (!out && told.putIfAbsent(substitute, one.getValue()) == null) {
          standsFor.put(substitute, one.getKey());
        }
      }
    }
  }

  /** For whom somebody is told who is away; null: they are told for themselves. */
  @Nullable String forWhom(String actor) {
    return standsFor.get(actor);
  }

  /** Why nobody is told, as far as the document or the directory is the reason; null: it is not. */
  @Nullable String nobody() {
    return told.isEmpty() ? nobody : null;
  }

  private void whoeverHasIt(Kind kind, @Nullable String holder) {
    if (holder != null) {
      told.put(holder, kind);
    } else {
      candidates(kind, candidacy.roles());
    }
  }

  /** The new ones are told that it is theirs too, the old ones that it is theirs no more. */
  private void escalated(Notice notice, @Nullable String holder) {
    if (notice.to() == null) {
      if (holder == null) {
        candidates(Kind.ESCALATED, candidacy.roles());
      } else {
        told.put(holder, Kind.ESCALATED);
        role(Kind.ESCALATED, notice.role() == null ? Set.of() : Set.of(notice.role()));
      }
      return;
    }
    if (notice.to().equals(holder)) {
      told.put(notice.to(), Kind.ESCALATED);
    }
    if (notice.from() != null) {
      told.putIfAbsent(notice.from(), Kind.TAKEN);
    } else {
      candidates(Kind.TAKEN, candidacy.roles());
    }
  }

  private void candidates(Kind kind, Set<String> roles) {
    if (candidacy.everybody()) {
      nobody = "everybody may do it, so nobody in particular is told";
      return;
    }
    candidacy.actors().forEach(actor -> told.putIfAbsent(actor, kind));
    if (run.task().ballot().seats().isEmpty()) {
      role(kind, roles);
    }
  }

  private void role(Kind kind, Set<String> roles) {
    if (roles.isEmpty()) {
      return;
    }
    SubjectRef subject = stored.snapshot().identity().subject();
    Set<Membership> asked = new HashSet<>();
    roles.forEach(
        role ->
            asked.add(
                subject == null ? Membership.everywhere(role) : Membership.on(subject, role)));
    Optional<Map<Membership, Set<Actor>>> members =
        engine.actors().eligible(stored.snapshot().identity().tenant(), asked);
    if (members.isEmpty()) {
      nobody =
          "the ActorDirectory does not tell who has "
              + String.join(", ", roles)
              + "; override ActorDirectory.eligible";
      return;
    }
    Set<String> ids = new TreeSet<>();
    members.get().values().stream()
        .flatMap(Collection::stream)
        .forEach(actor -> ids.add(actor.id()));
    ids.forEach(actor -> told.putIfAbsent(actor, kind));
  }

  /** Who may not do it, has done their part, or has said that they do not. */
  private Set<String> keptOut() {
    Set<String> out = new HashSet<>(candidacy.excluded());
    out.addAll(candidacy.voters());
    out.addAll(run.task().participation().declined());
    return out;
  }
}
