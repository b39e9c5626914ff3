package dev.workflow.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.ChannelAddress;
import dev.workflow.Consents;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.store.ConsentRows.ConsentRow;
import dev.workflow.spi.store.ConsentRows.TopicKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages from those who do not want them, or whom they cannot reach. One read for all
 * addresses, and one for the consents if there is marketing among the messages.
 */
final class ReachCheck implements SendCheck {

  private static final int MAX_TOPIC = 100;

  private final ConsentPolicy policy;

  ReachCheck(ConsentPolicy policy) {
    this.policy = policy;
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Set<AddressKey> addresses = new HashSet<>();
    Set<TopicKey> topics = new HashSet<>();
    for (MessageRow row : claimed) {
      addresses.add(key(row));
      if (isMarketing(row)) {
        topics.add(new TopicKey(key(row), topic(row)));
        topics.add(new TopicKey(key(row), Consents.MARKETING));
      }
    }
    Map<AddressKey, List<SuppressionRow>> suppressed =
        transaction.suppressions().holding(addresses).stream()
            .collect(Collectors.groupingBy(SuppressionRow::key));
    Map<TopicKey, ConsentRow> consents = new HashMap<>();
    if (!topics.isEmpty()) {
      transaction
          .consents()
          .newest(topics)
          .forEach(row -> consents.put(new TopicKey(row.key(), row.topic()), row));
    }
    Map<TenantId, Boolean> required = new HashMap<>();
    List<Verdict> verdicts = new ArrayList<>(claimed.size());
    for (MessageRow row : claimed) {
      String why = suppression(row, suppressed.getOrDefault(key(row), List.of()));
      if (why == null && isMarketing(row)) {
        boolean asked =
            required.computeIfAbsent(row.tenant(), tenant -> policy.requiredForMarketing(tenant));
        why = withoutConsent(row, consents, asked);
      }
      verdicts.add(why == null ? SEND : new Skip(why));
    }
    return verdicts;
  }

  static AddressKey key(MessageRow row) {
    return new AddressKey(
        row.tenant(),
        row.channel(),
        ChannelAddress.normal(row.channel(), row.recipient().address()));
  }

  private static boolean isMarketing(MessageRow row) {
    return row.purpose().category() == Category.MARKETING;
  }

  private static String topic(MessageRow row) {
    return topic(Json.read(row.body()));
  }

  /** What a message of marketing is about. */
  static String topic(JsonNode content) {
    String topic = content.path("topic").asText("").strip();
    return topic.isEmpty() || topic.length() > MAX_TOPIC ? Consents.MARKETING : topic;
  }

  private static @Nullable String suppression(MessageRow row, List<SuppressionRow> holding) {
    return holding.stream()
        .filter(one -> one.scope().equals("EVERYTHING") || isMarketing(row))
        .min(Comparator.comparing(SuppressionRow::scope).thenComparing(SuppressionRow::reason))
        .map(ReachCheck::described)
        .orElse(null);
  }

  private static String described(SuppressionRow row) {
    String reason = row.reason().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "suppressed: "
        + (row.scope().equals("EVERYTHING") ? reason : reason + " of marketing")
        + " of "
        + row.at().truncatedTo(ChronoUnit.SECONDS)
        + (row.message() == null ? "" : " (message " + row.message() + ")");
  }

  private static @Nullable String withoutConsent(
      MessageRow row, Map<TopicKey, ConsentRow> consents, boolean required) {
    String topic = topic(row);
    ConsentRow own = consents.get(new TopicKey(key(row), topic));
    ConsentRow general = consents.get(new TopicKey(key(row), Consents.MARKETING));
    for (ConsentRow one : Arrays.asList(own, general)) {
      if (one != null && !one.granted()) {
        return withdrawn(one);
      }
    }
    return required && own == null && general == null ? "no consent to \"" + topic + "\"" : null;
  }

  private static String withdrawn(ConsentRow row) {
    return "consent to \""
        + row.topic()
        + "\" was withdrawn at "
        + row.at().truncatedTo(ChronoUnit.SECONDS);
  }
}
