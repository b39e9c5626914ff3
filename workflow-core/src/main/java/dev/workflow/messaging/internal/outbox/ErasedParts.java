package dev.workflow.messaging.internal.outbox;

import dev.workflow.SubjectRef;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes what was said about a subject out of digests, sent or not, before its messages are removed.
 * What a digest says about others stays in it, also if the subject has brought the digest.
 */
public final class ErasedParts {

  private final DigestTexts texts;
  private final SubjectRef subject;

  public ErasedParts(Transactions transactions, SubjectRef subject) {
    this.texts = new DigestTexts(MessagingContext.of(transactions));
    this.subject = subject;
  }

  /**
   * @param messages of one tenant, about the subject
   * @return the digests among them that stay, and are about others from now on
   */
  public Set<UUID> takeOut(StoreTransaction transaction, List<MessageRow> messages) {
    Set<UUID> stay = new HashSet<>();
    for (MessageRow digest : digests(transaction, messages)) {
      List<MessageRow> rest = rest(transaction, digest);
      if (rest.size() == DigestParts.ids(digest).size()
          && !subject.equals(digest.origin().subject())) {
        continue;
      }
      transaction.messages().remove(digest.tenant(), List.of(digest.id()));
      if (!rest.isEmpty()) {
        transaction.messages().insert(List.of(without(transaction, digest, rest)));
        stay.add(digest.id());
      }
    }
    return stay;
  }

  private static List<MessageRow> digests(StoreTransaction transaction, List<MessageRow> messages) {
    Map<UUID, MessageRow> digests = new LinkedHashMap<>();
    Set<UUID> ids = new HashSet<>();
    for (MessageRow row : messages) {
      carrier(row).ifPresent(ids::add);
      if (DigestParts.has(row)) {
        digests.put(row.id(), row);
      }
    }
    ids.removeAll(digests.keySet());
    if (!ids.isEmpty()) {
      transaction.messageLinks().find(messages.get(0).tenant(), ids).stream()
          .filter(DigestParts::has)
          .forEach(row -> digests.put(row.id(), row));
    }
    return List.copyOf(digests.values());
  }

  /** The digest that a message has gone into. */
  public static Optional<UUID> carrier(MessageRow part) {
    String result = part.status().result();
    return part.is(MessageState.MERGED)
            && result != null
            && result.startsWith(MessageLinks.MERGED_INTO)
        ? Optional.of(UUID.fromString(result.substring(MessageLinks.MERGED_INTO.length())))
        : Optional.empty();
  }

  /** What it says about others. */
  private List<MessageRow> rest(StoreTransaction transaction, MessageRow digest) {
    List<UUID> ids = DigestParts.ids(digest);
    List<MessageRow> parts = DigestParts.of(digest);
    Map<UUID, MessageRow> stored = new HashMap<>();
    transaction.messageLinks().find(digest.tenant(), ids).forEach(row -> stored.put(row.id(), row));
    List<MessageRow> rest = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      MessageRow part = parts.get(i);
      MessageRow row = stored.getOrDefault(ids.get(i), part);
      if (!subject.equals(row.origin().subject())) {
        rest.add(row.body(part.body()).with(row.purpose().withCategory(part.purpose().category())));
      }
    }
    return rest;
  }

  private MessageRow without(
      StoreTransaction transaction, MessageRow digest, List<MessageRow> rest) {
    MessageRow others = digest.toBuilder().origin(rest.get(0).origin()).build();
    return digest.is(MessageState.PENDING) || digest.is(MessageState.HELD)
        ? texts.filled(transaction, others, rest)
        : DigestRendering.filled(others, rest);
  }
}
