package dev.workflow.testkit.simulation.features;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who was away when in a story, and who did their tasks. */
final class Absences {

  /** One that the engine has taken. */
  private record Absence(String actor, String substitute, Instant from, Instant to) {}

  private final List<Absence> all = new ArrayList<>();

  void add(String actor, String substitute, Instant from, Instant to) {
    all.add(new Absence(actor, substitute, from, to));
  }

  /** Whether somebody has ever been a substitute: nodes may not know yet, or still. */
  boolean substitutes(String actor) {
    return all.stream().anyMatch(one -> one.substitute().equals(actor));
  }

  /** Those for whom somebody acts at a time. */
  Set<String> actsFor(String actor, Instant at) {
    Set<String> absent = new LinkedHashSet<>();
    List<String> next = new ArrayList<>(List.of(actor));
    while (!next.isEmpty()) {
      String one = next.remove(0);
      for (Absence absence : all) {
        boolean holds = !at.isBefore(absence.from()) && at.isBefore(absence.to());
        if (holds && absence.substitute().equals(one) && absent.add(absence.actor())) {
          next.add(absence.actor());
        }
      }
    }
    return absent;
  }
}
