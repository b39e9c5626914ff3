package dev.workflow.internal.decide;

import dev.workflow.InstanceId;
import java.util.UUID;

/**
 * Chance without a generator: the same place always draws the same number, so that a decision can
 * be repeated.
 */
public final class StableRandom {

  private StableRandom() {}

  /**
   * A number from 0 (inclusive) to 1 (exclusive), evenly spread over instances, names and rounds.
   */
  static double of(InstanceId instance, String name, int round) {
    return of(instance.value(), name, round);
  }

  /** The same for anything with an id. */
  public static double of(UUID id, String name, int round) {
    return of(id.getMostSignificantBits() ^ id.getLeastSignificantBits(), name, round);
  }

  /** The same for any text. */
  static double of(String text, String name) {
    long seed = 1125899906842597L;
    for (int i = 0; i < text.length(); i++) {
      seed = 31 * seed + text.charAt(i);
    }
    return of(seed, name, 0);
  }

  private static double of(long seed, String name, int round) {
    long z = seed + name.hashCode() * 0x9E3779B97F4A7C15L + round * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 11) * 0x1.0p-53;
  }
}
