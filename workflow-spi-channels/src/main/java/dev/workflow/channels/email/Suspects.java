package dev.workflow.channels.email;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recipients that were refused as if the sender were to blame. If that continues for one of them
 * while the server takes mail to others, it is about that recipient. Remembers so many and no more.
 * Thread-safe.
 */
final class Suspects {

  private static final int MOST = 1_000;
  private static final int ROUNDS = 3;

  /**
   * @param rounds how often it was refused with mail to others taken in between
   * @param takenBefore how many were taken when it was refused last
   */
  private record Refused(int rounds, long takenBefore) {}

  private final Map<String, Refused> refused = new LinkedHashMap<>();
  private long taken;

  /** Somebody's mail was taken. */
  synchronized void taken(String recipient) {
    taken++;
    refused.remove(recipient);
  }

  /** Notes a refusal; returns whether it is about the recipient after all. */
  synchronized boolean isGuilty(String recipient) {
    Refused before = refused.remove(recipient);
    int rounds = before == null ? 0 : before.rounds();
    rounds += before != null && taken > before.takenBefore() ? 1 : 0;
    if (rounds >= ROUNDS) {
      return true;
    }
    refused.put(recipient, new Refused(rounds, taken));
    if (refused.size() > MOST) {
      refused.remove(refused.keySet().iterator().next());
    }
    return false;
  }
}
