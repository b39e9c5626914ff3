package dev.workflow.examples.host.security;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who makes a request, and in which tenant. An argument of every controller's method.
 *
 * @param userId who it is; with {@code X-User-ID}, for whom the request is made
 * @param tenant the tenant of {@code X-Tenant-ID}, or the caller's first one
 * @param roles what the user is in the tenant
 * @param scopes what the token is good for; somebody who is logged in may read and write
 */
public record Caller(String userId, TenantId tenant, Set<Role> roles, Set<Scope> scopes) {

  public Caller {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
  }

  /** The same as the engine knows it. */
  public Actor actor() {
    return Actor.of(userId);
  }

  /** Whether the caller has one of these roles. */
  public boolean is(Role... any) {
    return Arrays.stream(any).anyMatch(roles::contains);
  }

  /**
   * Refuses a caller who has none of these roles.
   *
   * @throws ForbiddenException naming them
   */
  public void require(Role... any) {
    if (!is(any)) {
      throw new ForbiddenException(
          "\""
              + userId
              + "\" is not "
              + Arrays.stream(any).map(Role::name).collect(Collectors.joining(" or "))
              + " in tenant "
              + tenant);
    }
  }
}
