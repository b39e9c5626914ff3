package dev.workflow.testkit.simulation;

import dev.workflow.testkit.VirtualClock;
import java.time.Duration;
import java.util.SplittableRandom;

/** Decides, by the seed, what goes wrong and when the baton is given back. */
final class Chaos {

  private static final int FAULTS_AT_MOST = 12;

  private final SplittableRandom random;
  private final VirtualClock clock;
  private final Duration lease;
  private final Journal journal;
  private final double faultRate;
  private final double switchRate;
  private int faults;

  Chaos(SplittableRandom random, VirtualClock clock, Duration lease, Journal journal) {
    this.random = random;
    this.clock = clock;
    this.lease = lease;
    this.journal = journal;
    this.faultRate = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.08;
    this.switchRate = 0.1 + random.nextDouble() * 0.6;
    this.faults = 0;
  }

  /** From now on nothing goes wrong. */
  void end() {
    faults = FAULTS_AT_MOST;
  }

  private boolean fault() {
    if (faults >= FAULTS_AT_MOST || random.nextDouble() >= faultRate) {
      return false;
    }
    faults++;
    return true;
  }

  void reach(SimulatedNode node, String where) {
    Strand strand = Strand.current();
    if (strand == null) {
      return;
    }
    if (fault()) {
      if (random.nextBoolean()) {
        journal.add(node.name() + " dies " + where);
        node.die();
        return;
      }
      Duration pause = lease.plusMillis(random.nextInt(20_000)).minusMillis(5_000);
      journal.add(node.name() + " stands still for " + pause + " " + where);
      node.pauseUntil(clock.instant().plus(pause));
      strand.suspend();
    } else if (random.nextDouble() < switchRate) {
      journal.add(node.name() + " waits " + where);
      strand.suspend();
    }
  }

  boolean dies(SimulatedNode node, String where) {
    if (Strand.current() == null || !fault()) {
      return false;
    }
    journal.add(node.name() + " dies " + where);
    return true;
  }

  boolean drop(SimulatedNode node, String what) {
    if (Strand.current() == null || random.nextBoolean() || !fault()) {
      return false;
    }
    journal.add(node.name() + ": " + what);
    return true;
  }
}
