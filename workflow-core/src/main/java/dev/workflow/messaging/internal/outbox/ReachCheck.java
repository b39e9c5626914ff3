package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.internal.context.AddressDoor;
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
 * Keeps messages from those who do not want them, or whom they cannot reach; who is only copied is
 * left out of the message. One read for all addresses, and one for the consents if there is
 * marketing among the messages.
 */
final class ReachCheck implements SendCheck {

  private static final int MAX_TOPIC = 100;

  private final ConsentPolicy policy;
  private final AddressDoor door;

  ReachCheck(ConsentPolicy policy, AddressDoor door) {
    this.policy = policy;
    this.door = door;
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    List<Asked> asked = claimed.stream().map(this::asked).toList();
    Map<AddressKey, List<SuppressionRow>> suppressed = suppressed(transaction, asked);
    Map<TopicKey, ConsentRow> consents = consents(transaction, asked);
    Map<TenantId, Boolean> required = new HashMap<>();
    List<Verdict> verdicts = new ArrayList<>(asked.size());
    for (int i = 0; i < asked.size(); i++) {
      MessageRow row = claimed.get(i);
      Asked one = asked.get(i);
      String why = suppression(one, suppressed.getOrDefault(one.key(), List.of()));
      try {
        if (why == null && one.topic() != null) {
          boolean needed = required.computeIfAbsent(row.tenant(), policy::requiredForMarketing);
          why = withoutConsent(one.key(), one.topic(), consents, needed);
        }
        verdicts.add(why == null ? send(row, one, suppressed) : new Skip(why));
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        verdicts.add(HostCallFailed.about(row, "whether it needs consent", e, now));
      }
    }
    return verdicts;
  }

  private static Verdict send(
      MessageRow row, Asked asked, Map<AddressKey, List<SuppressionRow>> suppressed) {
    Set<String> refused = new HashSet<>();
    asked
        .copies()
        .forEach(
            (address, key) -> {
              if (suppression(asked, suppressed.getOrDefault(key, List.of())) != null) {
                refused.add(address);
              }
            });
    return refused.isEmpty() ? SEND : new SendAs(Copies.without(row.body(), refused));
  }

  /**
   * What is asked about a message.
   *
   * @param topic of marketing; null: it is none
   * @param copies who is copied, by the address as the message has it
   */
  private record Asked(AddressKey key, @Nullable String topic, Map<String, AddressKey> copies) {}

  private Asked asked(MessageRow row) {
    boolean marketing =
        row.purpose().category() == Category.MARKETING
            && !DigestParts.has(row); // each part was asked
    Map<String, AddressKey> copies = new HashMap<>();
    for (String address : Copies.of(row)) {
      copies.put(address, door.of(row.tenant(), row.channel(), address));
    }
    return new Asked(door.of(row), marketing ? topic(Json.read(row.body())) : null, copies);
  }

  private static Map<AddressKey, List<SuppressionRow>> suppressed(
      StoreTransaction transaction, List<Asked> asked) {
    Set<AddressKey> addresses = new HashSet<>();
    for (Asked one : asked) {
      addresses.add(one.key());
      addresses.addAll(one.copies().values());
    }
    return transaction.suppressions().holding(addresses).stream()
        .collect(Collectors.groupingBy(SuppressionRow::key));
  }

  private static Map<TopicKey, ConsentRow> consents(
      StoreTransaction transaction, List<Asked> asked) {
    Set<TopicKey> topics = new HashSet<>();
    for (Asked one : asked) {
      if (one.topic() != null) {
        topics.add(new TopicKey(one.key(), one.topic()));
        topics.add(new TopicKey(one.key(), Consents.MARKETING));
      }
    }
    Map<TopicKey, ConsentRow> consents = new HashMap<>();
    if (!topics.isEmpty()) {
      transaction
          .consents()
          .newest(topics)
          .forEach(row -> consents.put(new TopicKey(row.key(), row.topic()), row));
    }
    return consents;
  }

  /** What a message of marketing is about. */
  static String topic(JsonNode content) {
    String topic = Consents.normal(content.path("topic").asText(""));
    boolean fit = !topic.isEmpty() && topic.length() <= MAX_TOPIC;
    return fit && topic.codePoints().noneMatch(ReachCheck::unfit) ? topic : Consents.MARKETING;
  }

  private static boolean unfit(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static @Nullable String suppression(Asked asked, List<SuppressionRow> holding) {
    return holding.stream()
        .filter(one -> one.scope().equals("EVERYTHING") || asked.topic() != null)
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
      AddressKey key, String topic, Map<TopicKey, ConsentRow> consents, boolean required) {
    ConsentRow own = consents.get(new TopicKey(key, topic));
    ConsentRow general = consents.get(new TopicKey(key, Consents.MARKETING));
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
