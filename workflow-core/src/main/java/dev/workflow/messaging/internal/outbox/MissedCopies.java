package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Json;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.MissedCopy;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of a message that was taken for its recipient and not for them: each becomes a message of
 * its own, in the transaction that records the other as sent. Nobody else gets anything twice.
 */
final class MissedCopies {

  /** In the content of a copy: to whom the message went, and who else had a copy to see. */
  static final String COPY_OF = "copy_of";

  private MissedCopies() {}

  /** Whether one of them is given up at once. */
  static boolean anyGivenUp(SendAttempt sent) {
    return sent.result() instanceof SendResult.Sent taken
        && taken.missed().stream().anyMatch(one -> one.result() instanceof SendResult.Rejected);
  }

  /** Their messages, each after its first attempt. */
  static List<SendAttempt> of(MessageRow row, SendResult.Sent taken, Instant now) {
    List<SendAttempt> copies = new ArrayList<>();
    for (MissedCopy missed : taken.missed()) {
      MessageRow copy = copy(row, missed.address(), now);
      copies.add(
          new SendAttempt(copy.with(Outcome.of(copy, missed.result(), now)), missed.result()));
    }
    return copies;
  }

  private static MessageRow copy(MessageRow row, String address, Instant now) {
    ObjectNode content = (ObjectNode) Json.read(row.body());
    if (!content.has(COPY_OF)) {
      ObjectNode original = Json.object().put("to", row.recipient().address());
      if (content.has("cc")) {
        original.set("cc", content.get("cc"));
      }
      content.set(COPY_OF, original);
    }
    content.remove(List.of("cc", "bcc"));
    boolean marketing = row.purpose().category() == Category.MARKETING;
    return MessageRow.builder(
            row.tenant(),
            UuidCreator.getTimeOrderedEpochPlus1(),
            row.idempotencyKey()
                + "/copy-"
                + MessageRowMapper.digest(ChannelAddress.normal(row.channel(), address)))
        .origin(row.origin())
        .channel(row.channel())
        .recipient(MessageRow.Recipient.of(address))
        .body(Json.write(content))
        .purpose(
            row.purpose()
                .withCategory(marketing ? Category.MARKETING : Category.TRANSACTIONAL)
                .withPerson(null))
        .createdAt(now)
        .revision(0)
        .status(MessageRow.Status.pending(now))
        .build();
  }
}
