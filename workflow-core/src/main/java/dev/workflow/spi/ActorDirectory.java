package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The host's directory of actors and their roles. Thread-safe. Called on the thread of whoever
 * acts, before the transaction that records the command; where nobody acts, on a thread of the
 * engine. What throws, or gives null, lets nobody in: the call is refused with an {@link
 * dev.workflow.AccessDeniedException}.
 *
 * <p>Answers are kept for a few seconds; see {@link dev.workflow.operations.Actors#changed}.
 *
 * <p>{@link #ADMIN} may do, skip and fail every step.
 */
public interface ActorDirectory {

  /** The role that may do everything. */
  String ADMIN = "ADMIN";

  /** The actor's roles with regard to a subject; empty: none, an unknown actor. */
  Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject);

  /**
   * All roles of an actor, everywhere and on single subjects: what the inbox is found by. Called
   * once for a page of the inbox, on the thread of whoever asks.
   *
   * <p>By default empty: this directory cannot list them. Then {@link #roles} is asked for each
   * subject that has open tasks, which is exact as well but slow where there are many. A directory
   * made {@linkplain #ofMemberships of memberships} needs nothing else.
   *
   * @return as {@link #roles} tells for each subject; empty: unknown
   */
  default Optional<Collection<Membership>> memberships(TenantId tenant, Actor actor) {
    return Optional.empty();
  }

  /**
   * Who has some roles: for each of them the actors who have it where it says, on its subject or
   * everywhere; for a role {@linkplain Membership#everywhere everywhere} those who have it where
   * there is no subject. Whoever is ADMIN is meant only if they have the role as well. Asked for
   * what is given to people: allocation, reminders and notifications.
   *
   * <p>By default empty: this directory cannot tell. Then nothing is allocated to anybody of a role
   * and nobody of a role is reminded or notified: only assignees, holders and candidates that a
   * document names are.
   *
   * @return the actors by role; a role that is left out has none. Empty: unknown
   */
  default Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> roles) {
    return Optional.empty();
  }

  /**
   * What is known of actors, such as {@code {"languages": ["nl", "en"]}}: what {@code
   * candidatesWhen} asks for as {@code actor.languages}. The id is there as {@code actor.id}.
   *
   * <p>By default nothing.
   *
   * @return an object for each actor; of one that is left out nothing is known
   */
  default Map<Actor, JsonNode> attributes(TenantId tenant, Set<Actor> actors) {
    return Map.of();
  }

  /**
   * How actors are reached, for notices of their tasks. Called on a thread of the engine when that
   * is due, never within a transaction; it may block, and what throws is tried again.
   *
   * <p>By default nothing is known. Whoever is left out, or has no address {@code in_app}, is
   * reached on that channel by their id. A contact without a {@code person} counts as the actor.
   */
  default Map<Actor, Contact> contacts(TenantId tenant, Set<Actor> actors) {
    return Map.of();
  }

  /**
   * A role that an actor has.
   *
   * @param subject where; null: everywhere
   */
  record Membership(String role, @Nullable SubjectRef subject) {

    public Membership {
      Objects.requireNonNull(role, "role");
    }

    /** A role on every subject, and where there is none. */
    public static Membership everywhere(String role) {
      return new Membership(role, null);
    }

    /** The roles of these that count with regard to a subject; null: where there is none. */
    public static Set<String> roles(Collection<Membership> some, @Nullable SubjectRef subject) {
      return some.stream()
          .filter(one -> one.subject() == null || one.subject().equals(subject))
          .map(Membership::role)
          .collect(Collectors.toUnmodifiableSet());
    }

    /** A role on one subject. */
    public static Membership on(SubjectRef subject, String role) {
      return new Membership(role, Objects.requireNonNull(subject, "subject"));
    }
  }

  /** Gives all memberships of an actor. */
  @FunctionalInterface
  interface MembershipSource {
    Collection<Membership> of(TenantId tenant, Actor actor);
  }

  /** A directory that works the roles on a subject out from the memberships. */
  static ActorDirectory ofMemberships(MembershipSource source) {
    return new ActorDirectory() {
      @Override
      public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
        return Membership.roles(source.of(tenant, actor), subject);
      }

      @Override
      public Optional<Collection<Membership>> memberships(TenantId tenant, Actor actor) {
        return Optional.of(source.of(tenant, actor));
      }
    };
  }

  /**
   * Everybody has every role: the default of an engine without a directory, fit for single-user
   * programs and tests.
   */
  static ActorDirectory open() {
    return ofMemberships((tenant, actor) -> Everyone.MEMBERSHIPS);
  }

  /** ADMIN may do what every role may. */
  final class Everyone {
    private static final List<Membership> MEMBERSHIPS = List.of(Membership.everywhere(ADMIN));

    private Everyone() {}
  }
}
