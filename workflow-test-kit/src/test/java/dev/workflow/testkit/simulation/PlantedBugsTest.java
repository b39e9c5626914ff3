package dev.workflow.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.workflow.TenantId;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoredInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stores with mistakes: the simulation finds each, and names the guarantee that it breaks. */
@SuppressWarnings("unchecked")
class PlantedBugsTest {

  private static final int SEEDS = 500;

  private final EngineLog log = new EngineLog();

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void a_store_that_lets_a_node_write_that_has_lost_its_lease_is_found() {
    SimulationFailure found =
        findInWrites((instances, changes) -> changes.map(change -> unfenced(instances, change)));
    assertBroken(
        found, Guarantee.FENCED_NODES_WRITE_NOTHING, "a node that lost its lease writes nothing");
  }

  private static InstanceChange unfenced(InstanceRows instances, InstanceChange change) {
    List<StoredInstance> stored = instances.read(List.of(change.key()));
    if (stored.isEmpty()) {
      return change;
    }
    JournalEntry entry = change.entry();
    return new InstanceChange(
        change.kind(),
        change.row(),
        stored.get(0).row().progress().revision(),
        entry == null
            ? null
            : new JournalEntry(stored.get(0).journal().size() + 1, entry.at(), entry.body()),
        change.side());
  }

  @Test
  void a_store_that_drops_a_checkpoint_it_has_acknowledged_is_found() {
    assertLost(
        findInWrites((instances, changes) -> changes.filter(change -> !thirdAppend(change))));
  }

  private static boolean thirdAppend(InstanceChange change) {
    return change.kind() == InstanceChange.Kind.APPEND
        && change.entry() != null
        && change.entry().seq() == 3;
  }

  @Test
  void a_store_that_keeps_checkpoints_in_another_order_is_found() {
    SimulationFailure found =
        find(
            "read",
            (instances, events, arguments) ->
                instances.read((Collection<InstanceKey>) arguments[0]).stream()
                    .map(PlantedBugsTest::exchanged)
                    .toList());
    assertLost(found);
  }

  private static StoredInstance exchanged(StoredInstance stored) {
    List<JournalEntry> journal = new ArrayList<>(stored.journal());
    if (journal.size() > 2) {
      JournalEntry second = journal.get(1);
      JournalEntry third = journal.get(2);
      journal.set(1, new JournalEntry(2, third.at(), third.body()));
      journal.set(2, new JournalEntry(3, second.at(), second.body()));
    }
    return new StoredInstance(stored.row(), stored.event(), journal, stored.takenFrom());
  }

  private static void assertLost(SimulationFailure found) {
    assertBroken(
            found,
            Guarantee.DURABLE_IN_ORDER,
            "a step's result is durable before the next step of its branch begins")
        .hasMessageContaining("checkpoints that were acknowledged are lost or changed");
  }

  @Test
  void a_dedupe_window_that_is_a_microsecond_too_long_is_found() {
    assertWindow(find("openWindow", window(1)));
  }

  @Test
  void a_dedupe_window_that_is_a_microsecond_too_short_is_found() {
    assertWindow(find("openWindow", window(-1)));
  }

  private static PlantedStore.Mistake window(int micros) {
    return (instances, events, arguments) ->
        events.openWindow(
            (TenantId) arguments[0],
            (String) arguments[1],
            (String) arguments[2],
            (Instant) arguments[3],
            ((Instant) arguments[4]).plusNanos(micros * 1_000L));
  }

  private static void assertWindow(SimulationFailure found) {
    assertBroken(
        found,
        Guarantee.DEDUPE_WINDOWS_HOLD,
        "a dedupe window suppresses until it ends, and no longer");
  }

  @Test
  void a_claim_that_is_never_given_back_is_found() {
    SimulationFailure found =
        find(
            "claim",
            (instances, events, arguments) ->
                instances.claim(
                    (String) arguments[0],
                    (Instant) arguments[1],
                    ((Instant) arguments[2]).plusSeconds(1_000_000_000),
                    (int) arguments[3]));
    assertBroken(
        found, Guarantee.NOTHING_IS_STUCK, "killing nodes loses nothing, and no lease is stuck");
  }

  @Test
  void a_history_that_fails_is_played_again_to_the_word() {
    PlantedStore.Mistake mistake = window(1);
    SimulationFailure found = find("openWindow", mistake);
    SimulationFailure again =
        catchThrowableOfType(
            SimulationFailure.class,
            () -> planted("openWindow", mistake).run(LongStream.of(found.seed())));
    assertThat(again).hasMessage(found.getMessage());
    assertThat(found.getMessage())
        .contains("The same history again: -Dworkflow.simulation.seed=" + found.seed())
        .contains("What the scheduler decided:\n  node-1 is there\n");
  }

  @Test
  void the_same_seed_makes_the_same_decisions() {
    Simulation simulation = Simulation.on(InMemoryWorkflowStore::new);
    for (long seed = 0; seed < 30; seed++) {
      assertThat(simulation.run(seed)).isEqualTo(simulation.run(seed));
    }
    assertThat(Set.of(simulation.run(1), simulation.run(2), simulation.run(3))).hasSize(3);
  }

  private static AbstractThrowableAssert<?, SimulationFailure> assertBroken(
      SimulationFailure found, Guarantee guarantee, String meaning) {
    assertThat(found.guarantee()).isEqualTo(guarantee);
    return assertThat(found).hasMessageContaining("%s (%s)", guarantee.name(), meaning);
  }

  private static Simulation planted(String method, PlantedStore.Mistake mistake) {
    return Simulation.on(clock -> new PlantedStore(clock, method, mistake));
  }

  /** What a store writes in the place of the changes that it is handed. */
  private static SimulationFailure findInWrites(
      BiFunction<InstanceRows, Stream<InstanceChange>, Stream<InstanceChange>> written) {
    return find(
        "write",
        (instances, events, arguments) -> {
          List<InstanceChange> changes = (List<InstanceChange>) arguments[0];
          return instances.write(written.apply(instances, changes.stream()).toList());
        });
  }

  /** A wrong count betrays many a mistake before its own guarantee does: it is passed over. */
  private static SimulationFailure find(String method, PlantedStore.Mistake mistake) {
    Simulation planted = planted(method, mistake);
    for (long seed = 0; seed < SEEDS; seed++) {
      LongStream one = LongStream.of(seed);
      SimulationFailure found =
          catchThrowableOfType(SimulationFailure.class, () -> planted.run(one));
      if (found != null && found.guarantee() != Guarantee.COUNTED_ONCE) {
        return found;
      }
    }
    throw new AssertionError("nothing was found within " + SEEDS + " seeds");
  }

  @Test
  void a_store_that_counts_some_facts_twice_is_found() {
    SimulationFailure found =
        catchThrowableOfType(
            SimulationFailure.class,
            () ->
                planted(
                        "write",
                        (instances, events, arguments) -> {
                          List<InstanceChange> changes = (List<InstanceChange>) arguments[0];
                          return instances.write(
                              changes.stream().map(PlantedBugsTest::twice).toList());
                        })
                    .run(LongStream.range(0, SEEDS)));
    assertBroken(found, Guarantee.COUNTED_ONCE, "what has happened is counted once")
        .hasMessageContaining("by the statistics and");
  }

  private static InstanceChange twice(InstanceChange change) {
    String facts = change.side().facts();
    return facts == null || change.entry() == null || change.entry().seq() != 3
        ? change
        : new InstanceChange(
            change.kind(),
            change.row(),
            change.expectedRevision(),
            change.entry(),
            change.side().withFacts(facts + "\n" + facts));
  }
}
