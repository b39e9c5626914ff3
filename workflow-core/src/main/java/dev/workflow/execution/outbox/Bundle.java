package dev.workflow.execution.outbox;

import dev.workflow.spi.store.MessageRow;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may go out as one digest.
 *
 * @param carrier what it goes out as; null: as the first claimed one of its parts that is left
 * @param parts by age
 * @param claimed those of the parts that were claimed, and so can carry the others
 * @param again whether the parts are merged already: the carrier is tried again
 */
record Bundle(
    @Nullable MessageRow carrier, List<MessageRow> parts, Set<UUID> claimed, boolean again) {

  /** A carrier that has its content already. */
  static Bundle again(MessageRow carrier) {
    return new Bundle(carrier, DigestParts.of(carrier), Set.of(), true);
  }

  /** By what the whole is counted. */
  UUID id() {
    return carrier != null
        ? carrier.id()
        : parts.stream().map(MessageRow::id).filter(claimed::contains).findFirst().orElseThrow();
  }
}
