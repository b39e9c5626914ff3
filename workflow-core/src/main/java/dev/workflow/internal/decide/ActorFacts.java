package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.spi.ActorDirectory.Membership;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the host's directory, as an input of a decision. Immutable.
 *
 * @param holders the actors who have a role; a role that is missing was not asked for
 * @param attributes what is known of actors; an actor who is missing was not asked for
 * @param fault why the directory could not say the rest; null: it could
 */
public record ActorFacts(
    Map<Membership, Set<String>> holders,
    Map<String, JsonNode> attributes,
    @Nullable String fault) {

  public static final ActorFacts NONE = new ActorFacts(Map.of(), Map.of(), null);

  public ActorFacts {
    holders = Map.copyOf(holders);
    attributes = Map.copyOf(attributes);
  }

  /** These together with others. */
  public ActorFacts and(ActorFacts others) {
    Map<Membership, Set<String>> roles = new HashMap<>(holders);
    roles.putAll(others.holders);
    Map<String, JsonNode> known = new HashMap<>(attributes);
    known.putAll(others.attributes);
    return new ActorFacts(roles, known, others.fault == null ? fault : others.fault);
  }

  /**
   * What a decision has to know before it goes on.
   *
   * @param roles who has them
   * @param actors what is known of them
   */
  public record Question(Set<Membership> roles, Set<String> actors) {

    public static final Question NONE = new Question(Set.of(), Set.of());

    public Question {
      roles = Set.copyOf(roles);
      actors = Set.copyOf(actors);
    }

    public boolean isEmpty() {
      return roles.isEmpty() && actors.isEmpty();
    }

    Question and(Question other) {
      Set<Membership> both = new HashSet<>(roles);
      both.addAll(other.roles);
      Set<String> all = new HashSet<>(actors);
      all.addAll(other.actors);
      return new Question(both, all);
    }
  }
}
