package dev.workflow.messaging.internal.outbox;

import dev.workflow.spi.store.MessageRow;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A bundle of messages that may go out as one digest.
 *
 * @param carrier what it goes out as; null: there is one part, which goes out itself
 * @param parts by age
 * @param claimed those of the parts that were claimed, and so can carry the others
 * @param state where the carrier comes from
 */
record Bundle(
    @Nullable MessageRow carrier, List<MessageRow> parts, Set<UUID> claimed, State state) {

  /** Where a carrier comes from. */
  enum State {
    /** It was claimed, or there is none. */
    CLAIMED,
    /** The parts are merged into it already: it is tried again. */
    AGAIN,
    /** It has none yet: none was there to carry several parts. */
    NEW
  }

  /** A carrier that has its content already. */
  static Bundle again(MessageRow carrier) {
    return new Bundle(carrier, DigestParts.of(carrier), Set.of(), State.AGAIN);
  }

  boolean again() {
    return state == State.AGAIN;
  }

  /** By what the whole is counted. */
  UUID id() {
    return carrier != null
        ? carrier.id()
        : parts.stream().map(MessageRow::id).filter(claimed::contains).findFirst().orElseThrow();
  }
}
