package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.cache.RevisionCache;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.Contact;
import dev.workflow.spi.store.ActorRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The host's directory, with its answers kept for a while. They count no more as soon as the
 * tenant's {@linkplain ActorRows#revision revision} has changed, at which each node looks at most
 * once a second. What throws, or gives null, is not kept.
 *
 * <p>Thread-safe.
 */
public final class DirectoryCache implements ActorDirectory {

  /** What is kept at most: answers, and the roles, actors and attributes in them. */
  private static final long MOST = 500_000;

  /** How many absences of a tenant count at most. */
  public static final int MOST_ABSENCES = 10_000;

  /**
   * What is known of a tenant's actors at one revision.
   *
   * @param number another one for each state
   */
  private record State(long number, Substitutions substitutions) {}

  private interface Question {
    TenantId tenant();
  }

  private record RolesOf(TenantId tenant, Actor actor, @Nullable SubjectRef subject)
      implements Question {}

  private record MembershipsOf(TenantId tenant, Actor actor) implements Question {}

  private record HoldersOf(TenantId tenant, Membership role) implements Question {}

  private record AttributesOf(TenantId tenant, Actor actor) implements Question {}

  /**
   * An answer.
   *
   * @param state the state of the tenant's directory in which it was given
   */
  private record Known(Object answer, long state, int size) {}

  private final ActorDirectory directory;
  private final Duration keep;
  private final Cache<Question, Known> answers;
  private final AtomicLong states;
  private final RevisionCache<State> stateOf;
  private final Supplier<Instant> now;
  private final Function<Function<StoreTransaction, Object>, Object> reads;

  /**
   * @param keep for how long answers count; zero: only where they are given
   */
  DirectoryCache(
      ActorDirectory directory, Duration keep, WorkflowStore store, Supplier<Instant> now) {
    this.directory = directory;
    this.keep = keep;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Question question, Known known) -> known.size())
            .expireAfterWrite(keep)
            .ticker(() -> nanos(now.get()))
            .executor(Runnable::run)
            .build();
    this.states = new AtomicLong();
    this.stateOf = new RevisionCache<>();
    this.now = now;
    this.reads = read -> store.transact(read::apply);
  }

  private DirectoryCache(DirectoryCache outside, StoreTransaction transaction) {
    this.directory = outside.directory;
    this.keep = outside.keep;
    this.answers = outside.answers;
    this.states = outside.states;
    this.stateOf = outside.stateOf.inside();
    this.now = outside.now;
    this.reads = read -> read.apply(transaction);
    transaction.afterCommit(() -> outside.stateOf.learn(stateOf));
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  /** The same for a transaction of the host, in which a change may have been told. */
  DirectoryCache inside(StoreTransaction transaction) {
    return new DirectoryCache(this, transaction);
  }

  /** Forgets what is known of a tenant's actors. */
  public void changed(TenantId tenant) {
    stateOf.changed(tenant);
  }

  private long state(TenantId tenant) {
    return state(tenant, reads).number();
  }

  private State state(TenantId tenant, Function<Function<StoreTransaction, Object>, Object> in) {
    return stateOf.of(
        tenant,
        () -> (Long) in.apply(transaction -> transaction.actors().revision(tenant)),
        any -> (State) in.apply(transaction -> read(transaction, tenant)));
  }

  private State read(StoreTransaction transaction, TenantId tenant) {
    return new State(
        states.incrementAndGet(),
        new Substitutions(
            transaction.actors().substitutions(tenant, now.get(), null, null, MOST_ABSENCES)));
  }

  /** Who of a tenant is absent. */
  public Substitutions substitutions(TenantId tenant) {
    return state(tenant, reads).substitutions();
  }

  /** The same within a transaction. */
  Substitutions substitutions(StoreTransaction transaction, TenantId tenant) {
    return state(tenant, read -> read.apply(transaction)).substitutions();
  }

  private Optional<Object> known(Question question, long state) {
    return Optional.ofNullable(answers.getIfPresent(question))
        .filter(known -> known.state() == state)
        .map(Known::answer);
  }

  private void keep(Question question, long state, Object answer, int size) {
    answers.put(question, new Known(answer, state, 1 + size));
  }

  @Override
  public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
    if (keep.isZero()) {
      return Set.copyOf(directory.roles(tenant, actor, subject));
    }
    return knownRoles(tenant, actor, subject, state(tenant))
        .orElseGet(
            () -> {
              long state = state(tenant);
              Set<String> roles = Set.copyOf(directory.roles(tenant, actor, subject));
              keep(new RolesOf(tenant, actor, subject), state, roles, roles.size());
              return roles;
            });
  }

  /**
   * The roles of an actor, if they are known; nothing is asked for them, not even whether they have
   * changed.
   */
  Optional<Set<String>> knownRoles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
    return stateOf
        .fresh(tenant)
        .flatMap(state -> knownRoles(tenant, actor, subject, state.number()));
  }

  /** Whether all roles of an actor are known; nothing is asked for that. */
  boolean knowsMemberships(TenantId tenant, Actor actor) {
    return stateOf
        .fresh(tenant)
        .flatMap(state -> known(new MembershipsOf(tenant, actor), state.number()))
        .filter(memberships -> ((Optional<?>) memberships).isPresent())
        .isPresent();
  }

  @SuppressWarnings("unchecked")
  private Optional<Set<String>> knownRoles(
      TenantId tenant, Actor actor, @Nullable SubjectRef subject, long state) {
    Optional<Object> roles = known(new RolesOf(tenant, actor, subject), state);
    if (roles.isPresent()) {
      return Optional.of((Set<String>) roles.get());
    }
    return known(new MembershipsOf(tenant, actor), state)
        .flatMap(memberships -> (Optional<List<Membership>>) memberships)
        .map(memberships -> Membership.roles(memberships, subject));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Collection<Membership>> memberships(TenantId tenant, Actor actor) {
    if (keep.isZero()) {
      return directory.memberships(tenant, actor);
    }
    long state = state(tenant);
    MembershipsOf question = new MembershipsOf(tenant, actor);
    Optional<Object> known = known(question, state);
    if (known.isPresent()) {
      return (Optional<Collection<Membership>>) known.get();
    }
    Optional<Collection<Membership>> given = directory.memberships(tenant, actor).map(List::copyOf);
    keep(question, state, given, given.map(Collection::size).orElse(0));
    return given;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> roles) {
    if (keep.isZero()) {
      return directory.eligible(tenant, roles);
    }
    long state = state(tenant);
    Map<Membership, Set<Actor>> all = new HashMap<>();
    Set<Membership> unknown = new HashSet<>();
    for (Membership role : roles) {
      known(new HoldersOf(tenant, role), state)
          .ifPresentOrElse(actors -> all.put(role, (Set<Actor>) actors), () -> unknown.add(role));
    }
    if (unknown.isEmpty()) {
      return Optional.of(all);
    }
    Optional<Map<Membership, Set<Actor>>> given = directory.eligible(tenant, unknown);
    return given.map(
        some -> {
          for (Membership role : unknown) {
            Set<Actor> actors = Set.copyOf(some.getOrDefault(role, Set.of()));
            keep(new HoldersOf(tenant, role), state, actors, actors.size());
            all.put(role, actors);
          }
          return all;
        });
  }

  @Override
  public Map<Actor, JsonNode> attributes(TenantId tenant, Set<Actor> actors) {
    if (keep.isZero()) {
      return directory.attributes(tenant, actors);
    }
    long state = state(tenant);
    Map<Actor, JsonNode> all = new HashMap<>();
    Set<Actor> unknown = new HashSet<>();
    for (Actor actor : actors) {
      known(new AttributesOf(tenant, actor), state)
          .ifPresentOrElse(
              attributes -> put(all, actor, (Optional<?>) attributes), () -> unknown.add(actor));
    }
    if (!unknown.isEmpty()) {
      Map<Actor, JsonNode> given = directory.attributes(tenant, unknown);
      for (Actor actor : unknown) {
        Optional<JsonNode> attributes =
            Optional.ofNullable(given.get(actor)).map(JsonNode::deepCopy);
        keep(
            new AttributesOf(tenant, actor),
            state,
            attributes,
            attributes.map(JsonNode::size).orElse(0));
        put(all, actor, attributes);
      }
    }
    return all;
  }

  /** Asked anew each time: it is what a message is sent to. */
  @Override
  public Map<Actor, Contact> contacts(TenantId tenant, Set<Actor> actors) {
    return directory.contacts(tenant, actors);
  }

  private static void put(Map<Actor, JsonNode> all, Actor actor, Optional<?> attributes) {
    attributes.ifPresent(one -> all.put(actor, (JsonNode) one));
  }
}
