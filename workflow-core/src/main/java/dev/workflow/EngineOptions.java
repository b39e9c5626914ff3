package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.assignment.TypedTerms;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Settings of an engine. Defaults:
 *
 * <ul>
 *   <li>{@code nodeId}: process name plus a random part
 *   <li>{@code lease} 15 seconds: work of a dead node is taken over after this time
 *   <li>{@code pollInterval} 500 milliseconds, with jitter: how soon work left by other nodes is
 *       found
 *   <li>{@code maxInFlight} 1,000 instances in memory: a full node stops claiming
 *   <li>{@code batchSize} 256: the most changes in one transaction
 *   <li>{@code maxDataBytes} 1 MiB: the size of a payload, and of an output
 *   <li>{@code handlerTimeout} 5 minutes, where a step sets none
 *   <li>{@code maxSendsPerChannel} 128 messages of one channel with its sender at the same time; of
 *       one tenant at most as many as others leave free, alone half of them
 *   <li>{@code budgets}: see {@link Budgets}
 *   <li>{@code ownerRole} OWNER: who has this role on an instance's subject may edit it, besides
 *       ADMIN
 *   <li>{@code hostTerms} none: the terms that hold where neither workflow nor tenant has one
 *   <li>{@code decisions}: see {@link DecisionRecords}
 *   <li>{@code watchInterval} 15 minutes: how often the watchdog looks at each tenant, on one node;
 *       zero: never by itself. Nodes on one store should have the same
 * </ul>
 *
 * <p>Immutable and thread-safe; every {@code with} gives a changed copy.
 */
public record EngineOptions(
    String nodeId,
    Duration lease,
    Duration pollInterval,
    int maxInFlight,
    int batchSize,
    long maxDataBytes,
    Duration handlerTimeout,
    int maxSendsPerChannel,
    Budgets budgets,
    String ownerRole,
    Map<String, JsonNode> hostTerms,
    DecisionRecords decisions,
    Duration watchInterval) {

  /**
   * What is recorded of why workflows do not start; see {@link dev.workflow.decision.Decisions}.
   *
   * @param notMatched whether the receipt of an event also keeps why candidates did not match, as
   *     it was then; false: that is worked out when somebody asks
   * @param most of how many candidates that did not match at most; 100. Where they are not
   *     recorded, so many of an event are asked again for a list
   */
  public record DecisionRecords(boolean notMatched, int most) {

    public static final DecisionRecords DEFAULT = new DecisionRecords(false, 100);

    public DecisionRecords {
      if (most < 0 || most > 1_000) {
        throw new IllegalArgumentException("most must be 0 to 1,000");
      }
    }
  }

  /**
   * What a workflow may do at most, so that one that never ends does end, naming the limit it met.
   *
   * @param maxSteps how many steps an instance may begin, each round of a loop counted; 50,000. An
   *     instance that would begin more fails
   * @param maxChain how many instances may follow from one event: started by those it starts, and
   *     by the events they publish; 50,000. Those that would be more are not started
   */
  public record Budgets(int maxSteps, int maxChain) {

    public static final Budgets DEFAULT = new Budgets(50_000, 50_000);

    public Budgets {
      if (maxSteps < 1 || maxChain < 1) {
        throw new IllegalArgumentException("maxSteps and maxChain must be at least 1");
      }
    }
  }

  public EngineOptions {
    hostTerms = Map.copyOf(hostTerms);
    Problems terms = Problems.none();
    TypedTerms.check(hostTerms, terms.at("hostTerms"));
    terms.throwIfAny(list -> new InvalidInputException("The engine's options", list));
    if (lease.compareTo(Duration.ofSeconds(1)) < 0
        || maxInFlight < 1
        || batchSize < 1
        || maxDataBytes < 1
        || maxSendsPerChannel < 1) {
      throw new IllegalArgumentException(
          "lease must be at least a second and maxInFlight, batchSize, maxDataBytes and"
              + " maxSendsPerChannel at least 1");
    }
    if (!watchInterval.isZero() && watchInterval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("watchInterval must be zero, or a second at least");
    }
  }

  public static EngineOptions defaults() {
    return new EngineOptions(
        ManagementFactory.getRuntimeMXBean().getName()
            + "-"
            + UUID.randomUUID().toString().substring(0, 8),
        Duration.ofSeconds(15),
        Duration.ofMillis(500),
        1_000,
        256,
        1 << 20,
        Duration.ofMinutes(5),
        128,
        Budgets.DEFAULT,
        "OWNER",
        Map.of(),
        DecisionRecords.DEFAULT,
        Duration.ofMinutes(15));
  }

  public EngineOptions withNodeId(String value) {
    return with(changed -> changed.nodeId = value);
  }

  public EngineOptions withLease(Duration value) {
    return with(changed -> changed.lease = value);
  }

  public EngineOptions withPollInterval(Duration value) {
    return with(changed -> changed.pollInterval = value);
  }

  public EngineOptions withMaxInFlight(int value) {
    return with(changed -> changed.maxInFlight = value);
  }

  public EngineOptions withBatchSize(int value) {
    return with(changed -> changed.batchSize = value);
  }

  public EngineOptions withMaxDataBytes(long value) {
    return with(changed -> changed.maxDataBytes = value);
  }

  public EngineOptions withHandlerTimeout(Duration value) {
    return with(changed -> changed.handlerTimeout = value);
  }

  public EngineOptions withMaxSendsPerChannel(int value) {
    return with(changed -> changed.maxSendsPerChannel = value);
  }

  public EngineOptions withBudgets(Budgets value) {
    return with(changed -> changed.budgets = value);
  }

  public EngineOptions withOwnerRole(String value) {
    return with(changed -> changed.ownerRole = value);
  }

  public EngineOptions withHostTerms(Map<String, JsonNode> value) {
    return with(changed -> changed.hostTerms = value);
  }

  public EngineOptions withDecisions(DecisionRecords value) {
    return with(changed -> changed.decisions = value);
  }

  public EngineOptions withWatchInterval(Duration value) {
    return with(changed -> changed.watchInterval = value);
  }

  private EngineOptions with(Consumer<Parts> change) {
    Parts changed = new Parts(this);
    change.accept(changed);
    return changed.options();
  }

  /** The parts of options that are being changed: the one place that copies them. */
  private static final class Parts {
    private String nodeId;
    private Duration lease;
    private Duration pollInterval;
    private int maxInFlight;
    private int batchSize;
    private long maxDataBytes;
    private Duration handlerTimeout;
    private int maxSendsPerChannel;
    private Budgets budgets;
    private String ownerRole;
    private Map<String, JsonNode> hostTerms;
    private DecisionRecords decisions;
    private Duration watchInterval;

    Parts(EngineOptions options) {
      nodeId = options.nodeId;
      lease = options.lease;
      pollInterval = options.pollInterval;
      maxInFlight = options.maxInFlight;
      batchSize = options.batchSize;
      maxDataBytes = options.maxDataBytes;
      handlerTimeout = options.handlerTimeout;
      maxSendsPerChannel = options.maxSendsPerChannel;
      budgets = options.budgets;
      ownerRole = options.ownerRole;
      hostTerms = options.hostTerms;
      decisions = options.decisions;
      watchInterval = options.watchInterval;
    }

    EngineOptions options() {
      return new EngineOptions(
          nodeId,
          lease,
          pollInterval,
          maxInFlight,
          batchSize,
          maxDataBytes,
          handlerTimeout,
          maxSendsPerChannel,
          budgets,
          ownerRole,
          hostTerms,
          decisions,
          watchInterval);
    }
  }
}
