package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.ActorFacts;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ActorDirectory.Membership;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the host's directory what a decision has to know. */
final class ActorQuestions {

  private static final Log log = Log.of(ActorQuestions.class);

  private ActorQuestions() {}

  static ActorFacts ask(DirectoryCache directory, TenantId tenant, ActorFacts.Question question) {
    try {
      return new ActorFacts(
          holders(directory, tenant, question.roles()),
          attributes(directory, tenant, question.actors()),
          null);
    } catch (Throwable e) {
      log.warn("The host's ActorDirectory could not say who may do a task of {}", tenant, e);
      return new ActorFacts(Map.of(), Map.of(), ResultCheck.reason(e));
    }
  }

  /** Of a directory that cannot list them nobody has a role. */
  private static Map<Membership, Set<String>> holders(
      DirectoryCache directory, TenantId tenant, Set<Membership> roles) {
    Map<Membership, Set<String>> all = new HashMap<>();
    if (!roles.isEmpty()) {
      Map<Membership, Set<Actor>> known = directory.eligible(tenant, roles).orElse(Map.of());
      for (Membership role : roles) {
        all.put(
            role,
            known.getOrDefault(role, Set.of()).stream()
                .map(Actor::id)
                .collect(Collectors.toUnmodifiableSet()));
      }
    }
    return all;
  }

  private static Map<String, JsonNode> attributes(
      DirectoryCache directory, TenantId tenant, Set<String> actors) {
    Map<String, JsonNode> all = new HashMap<>();
    if (!actors.isEmpty()) {
      Map<Actor, JsonNode> known =
          directory.attributes(
              tenant, actors.stream().map(Actor::of).collect(Collectors.toUnmodifiableSet()));
      for (String actor : actors) {
        JsonNode one = known.get(Actor.of(actor));
        all.put(actor, one == null ? MissingNode.getInstance() : one);
      }
    }
    return all;
  }
}
