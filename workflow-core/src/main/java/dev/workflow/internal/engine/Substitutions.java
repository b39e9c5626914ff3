package dev.workflow.internal.engine;

import dev.workflow.Problem;
import dev.workflow.spi.store.ActorRows.SubstitutionRow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who of a tenant is absent, and who does their tasks meanwhile. Immutable. */
public final class Substitutions {

  /** How many substitutes may follow from each other at most. */
  public static final int MAX_CHAIN = 5;

  private final List<SubstitutionRow> rows;

  public Substitutions(Collection<SubstitutionRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Those of the actors who are absent. */
  Set<String> away(Set<String> actors, Instant now) {
    Set<String> away = new HashSet<>();
    for (SubstitutionRow row : rows) {
      if (holds(row, now) && actors.contains(row.actor())) {
        away.add(row.actor());
      }
    }
    return away;
  }

  /** For whom an actor does tasks now: those whom they substitute, and whom those would. */
  public Set<String> actsFor(String actor, Instant now) {
    if (rows.isEmpty()) {
      return Set.of();
    }
    Set<String> absent = new LinkedHashSet<>();
    Map<String, Integer> depths = new LinkedHashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(actor));
    depths.put(actor, 0);
    while (!next.isEmpty()) {
      String one = next.remove();
      int depth = depths.getOrDefault(one, 0);
      for (SubstitutionRow row : rows) {
        if (depth < MAX_CHAIN
            && one.equals(row.substitute())
            && holds(row, now)
            && !depths.containsKey(row.actor())) {
          depths.put(row.actor(), depth + 1);
          absent.add(row.actor());
          next.add(row.actor());
        }
      }
    }
    return absent;
  }

  /** Who does the tasks of an actor now: their substitute, and whoever substitutes that one. */
  public Set<String> actingFor(String actor, Instant now) {
    Set<String> chain = new LinkedHashSet<>();
    String absent = actor;
    for (int link = 0; absent != null && link < MAX_CHAIN; link++) {
      String substitute = substitute(absent, now);
      absent =
          substitute != null && !substitute.equals(actor) && chain.add(substitute)
              ? substitute
              : null;
    }
    return chain;
  }

  private @Nullable String substitute(String absent, Instant now) {
    for (SubstitutionRow row : rows) {
      if (row.actor().equals(absent) && row.substitute() != null && holds(row, now)) {
        return row.substitute();
      }
    }
    return null;
  }

  private static boolean holds(SubstitutionRow row, Instant now) {
    return !now.isBefore(row.from()) && now.isBefore(row.to());
  }

  /** Why another absence cannot be; null: it can. */
  public @Nullable Problem problem(SubstitutionRow more) {
    for (SubstitutionRow row : rows) {
      if (row.actor().equals(more.actor()) && overlap(row, more.from(), more.to())) {
        return new Problem(
            "/from", more.actor() + " is absent already from " + row.from() + " to " + row.to());
      }
    }
    if (more.substitute() == null) {
      return null;
    }
    List<String> chain = circle(more);
    if (chain != null) {
      return new Problem(
          "/substitute", "it would make a circle: " + String.join(", for whom ", chain));
    }
    int length = above(more.actor(), more.from(), more.to(), more, 0);
    return length > MAX_CHAIN
        ? new Problem(
            "/substitute",
            "it would make a chain of "
                + length
                + " substitutes; at most "
                + MAX_CHAIN
                + " are allowed")
        : null;
  }

  private static boolean overlap(SubstitutionRow row, Instant from, Instant to) {
    return row.from().isBefore(to) && from.isBefore(row.to());
  }

  /** The actors of a circle in which each is substituted by the next at the same time. */
  private @Nullable List<String> circle(SubstitutionRow more) {
    List<String> path = new ArrayList<>(List.of(more.actor()));
    return leads(String.valueOf(more.substitute()), more.from(), more.to(), more.actor(), path)
        ? path
        : null;
  }

  private boolean leads(String from, Instant since, Instant until, String to, List<String> path) {
    path.add(from);
    if (from.equals(to)) {
      return true;
    }
    for (SubstitutionRow row : rows) {
      if (path.size() <= MAX_CHAIN + 2
          && row.actor().equals(from)
          && row.substitute() != null
          && overlap(row, since, until)
          && leads(
              row.substitute(), later(since, row.from()), earlier(until, row.to()), to, path)) {
        return true;
      }
    }
    path.remove(path.size() - 1);
    return false;
  }

  /** The longest chain through a new absence that begins with whom its actor substitutes. */
  private int above(String actor, Instant from, Instant to, SubstitutionRow more, int links) {
    int longest = links + 1 + below(String.valueOf(more.substitute()), from, to, MAX_CHAIN + 1);
    for (SubstitutionRow row : rows) {
      if (links <= MAX_CHAIN && actor.equals(row.substitute()) && overlap(row, from, to)) {
        longest =
            Math.max(
                longest,
                above(
                    row.actor(), later(from, row.from()), earlier(to, row.to()), more, links + 1));
      }
    }
    return longest;
  }

  private int below(String actor, Instant from, Instant to, int most) {
    int longest = 0;
    for (SubstitutionRow row : rows) {
      if (most > 0
          && row.actor().equals(actor)
          && row.substitute() != null
          && overlap(row, from, to)) {
        int rest =
            below(row.substitute(), later(from, row.from()), earlier(to, row.to()), most - 1);
        longest = Math.max(longest, 1 + rest);
      }
    }
    return longest;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
