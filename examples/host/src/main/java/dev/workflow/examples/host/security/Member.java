package dev.workflow.examples.host.security;

import dev.workflow.SubjectRef;
import dev.workflow.spi.ActorDirectory.Membership;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user is in a tenant. LAWYER, PARALEGAL and CLIENT count on matters: on those of which the
 * user is a member.
 *
 * @param matters the roles on each matter, by its id; {@link #OWNER} among them
 */
public record Member(Set<Role> roles, Map<String, Set<String>> matters) {

  /** Who owns a matter; the engine lets owners edit its instances. */
  public static final String OWNER = "OWNER";

  /** The type of subject that a matter is. */
  public static final String MATTER = "matter";

  private static final Set<Role> EVERYWHERE = Set.of(Role.ADMIN, Role.MANAGER, Role.SALES);

  /** Nobody. */
  public static final Member NONE = new Member(Set.of(), Map.of());

  public Member {
    roles = Set.copyOf(roles);
    matters = Map.copyOf(matters);
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }

  /** Whether this is the only role. */
  public boolean isOnly(Role role) {
    return roles.equals(Set.of(role));
  }

  /** Whether the subject is a matter of the user. */
  public boolean isOn(@Nullable SubjectRef subject) {
    return subject != null && subject.type().equals(MATTER) && matters.containsKey(subject.id());
  }

  /** Whether the subject is a matter that the user owns. */
  public boolean owns(@Nullable SubjectRef subject) {
    return subject != null
        && subject.type().equals(MATTER)
        && matters.getOrDefault(subject.id(), Set.of()).contains(OWNER);
  }

  /** The same as the engine's directory says it. */
  public Collection<Membership> memberships() {
    List<Membership> all = new ArrayList<>();
    roles.stream()
        .filter(EVERYWHERE::contains)
        .forEach(role -> all.add(Membership.everywhere(role.name())));
    matters.forEach(
        (matter, some) ->
            some.forEach(role -> all.add(Membership.on(SubjectRef.of(MATTER, matter), role))));
    return all;
  }
}
