package dev.workflow.internal.decide;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What the store knows of actors to whom tasks are given. */
public interface Workload {

  /** Of nobody anything. */
  Workload NONE =
      new Workload() {
        @Override
        public Set<String> away(Set<String> actors, Instant now) {
          return Set.of();
        }

        @Override
        public Allocations allocations(String workflow, String step, Set<String> actors) {
          return new Allocations(1, Map.of());
        }

        @Override
        public Map<String, Long> held(Set<String> actors, Instant now) {
          return Map.of();
        }
      };

  /** Those of the actors who are absent. */
  Set<String> away(Set<String> actors, Instant now);

  /**
   * Who was given a step of a workflow when. Until the transaction ends, others who ask for the
   * same step wait.
   */
  Allocations allocations(String workflow, String step, Set<String> actors);

  /** How many tasks actors hold that are not put aside; those who hold none may be left out. */
  Map<String, Long> held(Set<String> actors, Instant now);

  /**
   * To whom a step was given, in the order of time.
   *
   * @param next the number of the next allocation
   * @param last the number of the last allocation to each actor; who is missing had none
   */
  record Allocations(long next, Map<String, Long> last) {}
}
