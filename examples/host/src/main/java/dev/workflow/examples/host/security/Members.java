package dev.workflow.examples.host.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.TenantId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Who is what in which tenant. Answers are kept for two seconds, and forgotten at once on the node
 * that changes something. Thread-safe.
 */
@Component
public class Members {

  private record Key(TenantId tenant, String user) {}

  private final JdbcTemplate jdbc;
  private final Cache<Key, Member> members = kept();
  private final Cache<String, Set<TenantId>> tenants = kept();

  Members(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private static <K, V> Cache<K, V> kept() {
    return Caffeine.newBuilder()
        .maximumSize(10_000)
        .expireAfterWrite(Duration.ofSeconds(2))
        .build();
  }

  /** What a user is in a tenant; {@link Member#NONE} if nothing. */
  public Member of(TenantId tenant, String user) {
    return members.get(new Key(tenant, user), this::read);
  }

  /** The tenants of a user by id. */
  public Set<TenantId> tenants(String user) {
    return tenants.get(
        user,
        id ->
            new TreeSet<>(
                jdbc.query(
                    "SELECT DISTINCT tenant FROM host_membership WHERE user_id = ?",
                    (row, at) -> TenantId.of(row.getString(1)),
                    id)));
  }

  /** Forgets what was kept: somebody's roles or matters have changed. */
  public void changed() {
    members.invalidateAll();
    tenants.invalidateAll();
  }

  private Member read(Key key) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    jdbc.query(
        "SELECT role FROM host_membership WHERE tenant = ? AND user_id = ?",
        row -> {
          roles.add(Role.valueOf(row.getString(1)));
        },
        key.tenant().value(),
        key.user());
    if (roles.isEmpty()) {
      return Member.NONE;
    }
    Map<String, Set<String>> matters = new HashMap<>();
    jdbc.query(
        "SELECT matter, role FROM host_matter_member WHERE tenant = ? AND user_id = ?",
        row -> {
          matters.computeIfAbsent(row.getString(1), id -> new TreeSet<>()).add(row.getString(2));
        },
        key.tenant().value(),
        key.user());
    return new Member(roles, matters);
  }
}
