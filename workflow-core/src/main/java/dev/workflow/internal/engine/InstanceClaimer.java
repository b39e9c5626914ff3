package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.spi.TenantLimits;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.LimitRows.LimitKey;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Claims due instances for a node. As long as a claim takes all that is due, the earliest. Once one
 * comes back full, work waits, perhaps all of one tenant; or one brings instances of a tenant that
 * may only have so many at work. From then on claims go round the tenants, an equal share for each
 * and no more than its limits allow, until a whole round has left nothing behind and met no such
 * tenant. They also go round while the node is crowded, for tenants that hold little of it.
 *
 * <p>Nodes that claim for the same limited tenant do so one after the other: the limit's row is
 * locked while they count. Thread-safe.
 */
final class InstanceClaimer {

  /** No other node's lease is longer by more than that. */
  private static final Duration LONGER = Duration.ofMinutes(10);

  /** What one claim should read at most: some thousand ordinary instances. */
  private static final long MOST_CHARACTERS = 32L << 20;

  private final String node;
  private final Duration lease;
  private final Function<TenantId, TenantLimits> limits;
  private final Predicate<TenantId> halted;
  private final InstanceCapacity room;
  private boolean goesRound;
  private boolean leftBehind;
  private boolean metLimits;
  private @Nullable Lane last;

  /** How many instances of the size of those claimed last one claim may read. */
  private int most = Integer.MAX_VALUE;

  InstanceClaimer(String node, Duration lease, Function<TenantId, TenantLimits> limits) {
    this(node, lease, limits, tenant -> false, new InstanceCapacity(Integer.MAX_VALUE));
  }

  /**
   * @param halted whether a tenant's work is to be left alone
   * @param room of which tenants instances may be claimed now
   */
  InstanceClaimer(
      String node,
      Duration lease,
      Function<TenantId, TenantLimits> limits,
      Predicate<TenantId> halted,
      InstanceCapacity room) {
    this.halted = halted;
    this.room = room;
    this.node = node;
    this.lease = lease;
    this.limits = limits;
  }

  /**
   * What a claim took.
   *
   * @param last where the round continues; null: it is complete
   * @param more whether something may be left that could have been taken
   * @param limited whether a tenant has a limit on its work
   */
  record Taken(List<StoredInstance> claimed, @Nullable Lane last, boolean more, boolean limited) {}

  /** The earliest instances were of a tenant with a limit: that claim is rolled back. */
  private static final class OfLimitedTenant extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OfLimitedTenant() {
      super("a tenant's limit is to be asked first", null, false, false);
    }
  }

  /**
   * One claim in a transaction of its own.
   *
   * @param transact runs what it is given in a transaction
   * @param free how many instances there is room for
   * @return what that gives
   */
  synchronized <T> T claim(
      Function<Function<StoreTransaction, Taken>, T> transact, Instant now, int free) {
    int limit = Math.min(free, most);
    try {
      return transact.apply(transaction -> take(transaction, now, limit));
    } catch (OfLimitedTenant e) {
      goesRound = true;
      return transact.apply(transaction -> take(transaction, now, limit));
    }
  }

  private Taken take(StoreTransaction transaction, Instant now, int limit) {
    if (goesRound || room.crowded()) {
      return round(transaction, now, limit);
    }
    List<StoredInstance> claimed = transaction.instances().claim(node, now, now.plus(lease), limit);
    if (claimed.stream().anyMatch(one -> limited(one.row().key().tenant()))) {
      throw new OfLimitedTenant();
    }
    return new Taken(claimed, null, claimed.size() == limit, false);
  }

  private boolean limited(TenantId tenant) {
    return halted.test(tenant) || limits.apply(tenant).limitsWork();
  }

  private Taken round(StoreTransaction transaction, Instant now, int limit) {
    InstanceRows instances = transaction.instances();
    DueLanes found = instances.dueLanes(now, last);
    List<Lane> going = found.due().stream().filter(lane -> goes(lane.tenant())).toList();
    boolean standing = going.size() < found.due().size();
    DueLanes part = new DueLanes(going, found.last());
    FairShare shares = FairShare.equal(part.due(), limit);
    List<TenantId> limited = shares.tenants().stream().filter(this::limited).sorted().toList();
    if (!limited.isEmpty()) {
      transaction
          .limits()
          .lock(limited.stream().map(tenant -> new LimitKey(tenant, "work")).toList());
    }
    for (TenantId tenant : limited) {
      Map<String, Integer> held = instances.held(tenant, now, now.plus(lease).plus(LONGER));
      shares.limit(tenant, limits.apply(tenant), held);
    }
    List<StoredInstance> claimed = instances.claim(node, now, now.plus(lease), shares.shares());
    boolean all =
        part.due().isEmpty() || part.due().get(part.due().size() - 1).equals(shares.last());
    return new Taken(
        claimed,
        all ? part.last() : shares.last(),
        shares.exhausted(counted(claimed)),
        standing || !limited.isEmpty());
  }

  private boolean goes(TenantId tenant) {
    return !halted.test(tenant) && room.forClaims(tenant);
  }

  /** What is read of instances; an event that started several of them is read once. */
  private static long characters(List<StoredInstance> claimed) {
    long characters = 0;
    Set<String> events = new HashSet<>();
    for (StoredInstance one : claimed) {
      characters += charactersOf(one);
      if (one.event() != null && events.add(String.valueOf(one.row().origin().eventId()))) {
        characters += one.event().length();
      }
    }
    return characters;
  }

  /** The same without its event, which others may share. */
  static long charactersOf(StoredInstance one) {
    long characters = characters(one.row());
    for (JournalEntry entry : one.journal()) {
      characters += entry.body().length();
    }
    return characters;
  }

  static long characters(InstanceRow row) {
    String input = row.origin().input();
    return input == null ? 0 : input.length();
  }

  private static Map<Lane, Long> counted(List<StoredInstance> claimed) {
    return claimed.stream()
        .map(one -> new Lane(one.row().key().tenant(), one.row().workflow().key()))
        .collect(Collectors.groupingBy(lane -> lane, HashMap::new, Collectors.counting()));
  }

  /** The transaction was committed. Returns whether the round continues. */
  synchronized boolean took(Taken claim) {
    if (!claim.claimed().isEmpty()) {
      long each = characters(claim.claimed()) / claim.claimed().size();
      most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, MOST_CHARACTERS / Math.max(1, each)));
    }
    leftBehind |= claim.more();
    metLimits |= claim.limited();
    last = claim.last();
    if (last == null) {
      goesRound = leftBehind || metLimits;
      leftBehind = false;
      metLimits = false;
    }
    return last != null;
  }
}
