package dev.workflow.messaging.internal.outbox;

import dev.workflow.definition.RateLimit;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.context.Setting;
import dev.workflow.spi.ChannelLimit;
import dev.workflow.spi.store.LimitRows.LimitKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Postpones messages on channels that have a limit: first by the limit of their workflow, then by
 * that of the tenant or of the engine. A message that has passed the first and waits for the second
 * is not asked about the first again.
 *
 * <p>Comes last, together with the caps: what a cap keeps back takes no place of a channel, and
 * what a channel keeps back none of a person. The rows of limits are locked in the order of their
 * keys, from this look until the claim is committed. Without limits nothing is read. Thread-safe.
 */
final class ChannelLimits implements SendCheck {

  private static final int FORGOTTEN = 20;

  private final MessagingContext messaging;
  private final FrequencyCaps caps;

  ChannelLimits(MessagingContext messaging, FrequencyCaps caps) {
    this.messaging = messaging;
    this.caps = caps;
  }

  /**
   * A limit.
   *
   * @param reason what a message is told that it keeps back
   */
  private record Limit(LimitKey key, RateLimit rate, String reason) {}

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Map<Integer, List<Limit>> limited = limited(transaction, claimed);
    if (limited.isEmpty()) {
      return caps.check(transaction, claimed, now);
    }
    List<Verdict> verdicts = new ArrayList<>(caps.look(transaction, claimed, now));
    limited.keySet().removeIf(place -> !(verdicts.get(place) instanceof Send));
    ask(transaction, claimed, limited, verdicts, now);
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < claimed.size(); i++) {
      if (verdicts.get(i) instanceof Send) {
        sent.add(i);
      }
    }
    List<Verdict> last = caps.check(transaction, sent.stream().map(claimed::get).toList(), now);
    for (int i = 0; i < sent.size(); i++) {
      verdicts.set(sent.get(i), last.get(i));
    }
    return verdicts;
  }

  private Map<Integer, List<Limit>> limited(
      StoreTransaction transaction, List<MessageRow> claimed) {
    Map<Integer, List<Limit>> limited = new HashMap<>();
    for (int i = 0; i < claimed.size(); i++) {
      List<Limit> limits = limits(transaction, claimed.get(i));
      if (!limits.isEmpty()) {
        limited.put(i, limits);
      }
    }
    return limited;
  }

  private List<Limit> limits(StoreTransaction transaction, MessageRow row) {
    List<Limit> limits = new ArrayList<>(2);
    String workflow = row.origin().workflow();
    RateLimit own = workflow == null ? null : ofWorkflow(transaction, row, workflow);
    if (own != null && workflow != null) {
      limits.add(
          new Limit(key(row, "\n" + workflow), own, reason(row, own, " of workflow " + workflow)));
    }
    Setting<ChannelLimit> ofTenant = messaging.channelLimit(row.tenant(), row.channel());
    if (ofTenant != null) {
      RateLimit rate = new RateLimit(ofTenant.value().permits(), ofTenant.value().per());
      limits.add(new Limit(key(row, ""), rate, reason(row, rate, ofTenant.source())));
    }
    return limits;
  }

  /** By the version that is in use now: a change holds for what waits, too. */
  private @Nullable RateLimit ofWorkflow(
      StoreTransaction transaction, MessageRow row, String workflow) {
    StepTree tree =
        messaging.engine().workflows().of(transaction, row.tenant()).newest().get(workflow);
    return tree == null ? null : tree.definition().channelLimits().get(row.channel());
  }

  private static LimitKey key(MessageRow row, String suffix) {
    return new LimitKey(
        row.tenant(), "channel:" + MessageRowMapper.fingerprint(row.channel() + suffix));
  }

  private static String reason(MessageRow row, RateLimit rate, String source) {
    return "at most %d on %s in %s%s".formatted(rate.permits(), row.channel(), rate.per(), source);
  }

  private static void ask(
      StoreTransaction transaction,
      List<MessageRow> claimed,
      Map<Integer, List<Limit>> limited,
      List<Verdict> verdicts,
      Instant now) {
    TreeSet<LimitKey> keys = new TreeSet<>();
    limited
        .values()
        .forEach(limits -> limits.forEach(one -> keys.addAll(ChannelWindow.keys(one.key()))));
    Map<LimitKey, String> states = transaction.limits().lock(keys);
    Map<LimitKey, ChannelWindow> windows = new HashMap<>();
    List<Map.Entry<Integer, List<Limit>>> inOrder = new ArrayList<>(limited.entrySet());
    inOrder.sort(
        Comparator.comparing(
                (Map.Entry<Integer, List<Limit>> one) ->
                    claimed.get(one.getKey()).purpose().category())
            .thenComparing(one -> stage(claimed.get(one.getKey()), one.getValue()) < 0)
            .thenComparing(Map.Entry::getKey));
    for (Map.Entry<Integer, List<Limit>> one : inOrder) {
      MessageRow row = claimed.get(one.getKey());
      verdicts.set(one.getKey(), verdict(row, one.getValue(), windows, states, now));
    }
    Map<LimitKey, String> changed = new HashMap<>();
    Instant until = now;
    for (ChannelWindow window : windows.values()) {
      window.putInto(changed);
      until = window.until().isAfter(until) ? window.until() : until;
    }
    transaction.limits().put(changed, until);
    transaction.limits().forget(now, FORGOTTEN);
  }

  /** Which of its limits has given it a time; -1: none. */
  private static int stage(MessageRow row, List<Limit> limits) {
    for (int i = 0; i < limits.size(); i++) {
      if (limits.get(i).reason().equals(row.status().result())) {
        return i;
      }
    }
    return -1;
  }

  private static Verdict verdict(
      MessageRow row,
      List<Limit> limits,
      Map<LimitKey, ChannelWindow> windows,
      Map<LimitKey, String> states,
      Instant now) {
    int stage = stage(row, limits);
    for (int i = Math.max(0, stage); i < limits.size(); i++) {
      Limit limit = limits.get(i);
      Instant permit = i == stage ? row.status().plannedAt() : null;
      Instant next =
          windows
              .computeIfAbsent(limit.key(), key -> new ChannelWindow(key, limit.rate(), states))
              .ask(row.purpose().category(), permit, now);
      if (next != null) {
        return new Postpone(next, limit.reason());
      }
    }
    return SEND;
  }
}
