package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.messaging.internal.outbox.Bundle.State;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one claim: those that go out alone, and the parts of digests. What is kept back
 * of the parts is left out, and the rest closed. Used by one thread.
 */
final class Bundles {

  private final DigestTexts texts;
  private final StoreTransaction transaction;
  private final Instant now;
  private final List<MessageRow> alone;
  private final List<Bundle> bundles;

  /** What is left of a part, by the part as it was gathered; it may be left without copies. */
  private final Map<MessageRow, MessageRow> left = new IdentityHashMap<>();

  private final Map<MessageRow, String> refused = new IdentityHashMap<>();

  /** Parts that wait until their instances are resumed. */
  private final Set<MessageRow> held = Collections.newSetFromMap(new IdentityHashMap<>());

  Bundles(
      DigestTexts texts,
      StoreTransaction transaction,
      Instant now,
      List<MessageRow> alone,
      List<Bundle> bundles) {
    this.texts = texts;
    this.transaction = transaction;
    this.now = now;
    this.alone = alone;
    this.bundles = bundles;
    bundles.forEach(bundle -> bundle.parts().forEach(part -> left.put(part, part)));
  }

  boolean isEmpty() {
    return bundles.isEmpty();
  }

  List<MessageRow> alone() {
    return alone;
  }

  /**
   * A part that is still to go out.
   *
   * @param gathered as it was gathered
   * @param row as it is now
   */
  record Part(Bundle bundle, MessageRow gathered, MessageRow row) {}

  /** The parts that are left. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Bundle bundle : bundles) {
      for (MessageRow gathered : bundle.parts()) {
        MessageRow row = left.get(gathered);
        if (row != null) {
          parts.add(new Part(bundle, gathered, row));
        }
      }
    }
    return parts;
  }

  /** Notes that a part is never to be sent. */
  void refuse(Part part, String reason) {
    left.remove(part.gathered());
    refused.put(part.gathered(), reason);
  }

  /** Notes that a part is not to be sent before its instance is resumed. */
  void putOff(Part part) {
    left.remove(part.gathered());
    held.add(part.gathered());
  }

  /** Notes what is left of a part; null: nothing. */
  void leave(Part part, @Nullable MessageRow row) {
    if (row == null) {
      left.remove(part.gathered());
    } else {
      left.put(part.gathered(), row);
    }
  }

  /** What goes out: the messages that go alone, and the digests with their content. */
  List<MessageRow> closed() {
    List<MessageRow> toSend = new ArrayList<>(alone);
    for (Bundle bundle : bundles) {
      if (bundle.again()) {
        again(bundle, toSend);
      } else {
        close(bundle, bundle.carrier(), rest(bundle), toSend);
      }
    }
    return toSend;
  }

  /**
   * What has another envelope by now, as a copy was left out of it, is in a digest of its own. What
   * nothing can carry falls due by itself.
   *
   * @param carrier what may carry them; null: nothing yet
   */
  private void close(
      Bundle bundle, @Nullable MessageRow carrier, List<MessageRow> rest, List<MessageRow> toSend) {
    List<MessageRow> same = new ArrayList<>();
    List<MessageRow> others = new ArrayList<>();
    ObjectNode envelope = rest.isEmpty() ? Json.object() : Envelope.of(rest.get(0));
    rest.forEach(row -> (Envelope.of(row).equals(envelope) ? same : others).add(row));
    if (carrier != null && carrier == bundle.carrier() && bundle.state() == State.CLAIMED) {
      fill(carrier, same, toSend);
    } else if (same.size() > 1) {
      insert(carrier == null ? DigestEntry.carrier(same.get(0), now) : carrier, same);
    } else if (same.size() == 1 && bundle.claimed().contains(same.get(0).id())) {
      toSend.add(filled(same.get(0), same));
    }
    if (!others.isEmpty()) {
      close(bundle, null, others, toSend);
    }
  }

  private void fill(MessageRow carrier, List<MessageRow> parts, List<MessageRow> toSend) {
    List<MessageRow> content = merged(carrier, parts);
    if (content.isEmpty()) {
      end(carrier);
    } else {
      toSend.add(filled(carrier, content));
    }
  }

  /** Several that nothing has carried: what they go out as is claimed the next time. */
  private void insert(MessageRow carrier, List<MessageRow> parts) {
    List<MessageRow> content = merged(carrier, parts);
    if (!content.isEmpty()) {
      transaction.messages().insert(List.of(texts.filled(transaction, carrier, content)));
    }
  }

  private List<MessageRow> rest(Bundle bundle) {
    List<MessageRow> rest = new ArrayList<>();
    for (MessageRow gathered : bundle.parts()) {
      MessageRow row = left.get(gathered);
      if (row != null) {
        rest.add(row);
      }
    }
    return rest;
  }

  /** Merges the parts into the carrier; returns those that went in. */
  private List<MessageRow> merged(MessageRow carrier, List<MessageRow> parts) {
    String reason = MessageLinks.MERGED_INTO + carrier.id();
    List<MessageRow> merged =
        parts.stream()
            .map(row -> row.with(row.status().result(reason).ended(MessageState.MERGED, now)))
            .toList();
    Set<UUID> fenced = new HashSet<>();
    transaction.messages().update(merged).forEach(row -> fenced.add(row.id()));
    return parts.stream().filter(row -> !fenced.contains(row.id())).toList();
  }

  private MessageRow filled(MessageRow carrier, List<MessageRow> content) {
    MessageRow filled = texts.filled(transaction, carrier, content);
    transaction.messageLinks().rewrite(List.of(filled));
    return filled;
  }

  private void end(MessageRow carrier) {
    transaction
        .messages()
        .update(
            List.of(
                carrier.with(
                    carrier
                        .status()
                        .result("nothing was left to send")
                        .ended(MessageState.SKIPPED, now))));
  }

  /** One that is tried again goes out as it was, without what is refused by now. */
  private void again(Bundle bundle, List<MessageRow> toSend) {
    MessageRow carrier = Objects.requireNonNull(bundle.carrier(), "it has its content");
    List<UUID> ids = DigestParts.ids(carrier);
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (left.containsKey(bundle.parts().get(i))) {
        rest.add(i);
      }
    }
    if (rest.size() == ids.size()) {
      toSend.add(carrier);
      return;
    }
    Map<UUID, MessageRow> stored = new HashMap<>();
    transaction
        .messageLinks()
        .find(carrier.tenant(), ids)
        .forEach(row -> stored.put(row.id(), row));
    endRefused(bundle, ids, stored);
    takeOutHeld(bundle, carrier, ids, stored);
    if (rest.isEmpty()) {
      end(carrier);
      return;
    }
    List<MessageRow> content = new ArrayList<>();
    for (int i : rest) {
      MessageRow part = bundle.parts().get(i);
      MessageRow row = stored.getOrDefault(ids.get(i), part);
      content.add(
          row.body(part.body()).with(row.purpose().withCategory(part.purpose().category())));
    }
    toSend.add(filled(carrier, content));
  }

  /** They are messages of their own again. */
  private void takeOutHeld(
      Bundle bundle, MessageRow carrier, List<UUID> ids, Map<UUID, MessageRow> stored) {
    Instant planned = Objects.requireNonNullElse(carrier.status().plannedAt(), now);
    List<MessageRow> taken = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      MessageRow row = stored.get(ids.get(i));
      if (row != null && row.is(MessageState.MERGED) && held.contains(bundle.parts().get(i))) {
        taken.add(Pauses.held(row.with(row.status().pendingAt(planned))));
      }
    }
    if (!taken.isEmpty()) {
      transaction.messages().update(taken);
    }
  }

  /** They went out with nothing after all. */
  private void endRefused(Bundle bundle, List<UUID> ids, Map<UUID, MessageRow> stored) {
    List<MessageRow> ended = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      MessageRow row = stored.get(ids.get(i));
      String reason = refused.get(bundle.parts().get(i));
      if (row != null && reason != null && row.is(MessageState.MERGED)) {
        ended.add(
            row.with(row.status().result(StoredText.cut(reason)).ended(MessageState.SKIPPED, now)));
      }
    }
    if (!ended.isEmpty()) {
      OutcomeRecorder.write(transaction, ended, now);
    }
  }
}
