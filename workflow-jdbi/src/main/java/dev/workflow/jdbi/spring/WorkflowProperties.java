package dev.workflow.jdbi.spring;

import dev.workflow.EngineOptions;
import dev.workflow.jdbi.JdbiWorkflowStore;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The {@code workflow.*} properties. What is left out has the engine's own default: see {@link
 * EngineOptions} and {@link JdbiWorkflowStore.Builder}.
 *
 * @param autostart whether the engine starts with the context; false: by {@code engine.start()}, or
 *     never on a node that only publishes
 * @param transactions whether the engine takes part in Spring's transactions
 * @param store the database
 * @param engine limits and times
 * @param metrics what is measured besides the observations
 */
@ConfigurationProperties("workflow")
public record WorkflowProperties(
    @DefaultValue("true") boolean autostart,
    @DefaultValue("join") TransactionMode transactions,
    @DefaultValue Store store,
    @DefaultValue Engine engine,
    @DefaultValue Metrics metrics) {

  /**
   * The {@code workflow.metrics.*} properties.
   *
   * @param tenants whose open and overdue tasks are the gauges {@code workflow.tasks.open} and
   *     {@code workflow.tasks.overdue}, all of them together; none by default
   */
  public record Metrics(@DefaultValue List<String> tenants) {}

  /**
   * The {@code workflow.store.*} properties.
   *
   * @param tablePrefix what every table's name begins with
   * @param migrate whether the schema is brought up to date when the store is opened, or by hand
   * @param statementTimeout the longest a statement may take
   * @param portableSql whether only statements are used that any SQL database runs
   */
  public record Store(
      @DefaultValue("wf_") String tablePrefix,
      @DefaultValue("automatically") JdbiWorkflowStore.Migrate migrate,
      @DefaultValue("30s") Duration statementTimeout,
      @DefaultValue("false") boolean portableSql) {}

  /**
   * The {@code workflow.engine.*} properties.
   *
   * @param nodeId name of this node in leases and logs, different on every node; by default the
   *     process name and a random part
   * @param lease how long after the end of a node its work is taken over; 15 seconds by default
   * @param pollInterval how soon work that other nodes left is found; 500 milliseconds by default
   * @param maxInFlight instances in memory, at most; 1,000 by default
   * @param batchSize changes in one transaction, at most; 256 by default
   * @param maxDataSize size of a payload, and of an output, at most; 1 MB by default
   * @param handlerTimeout how long a handler may take where its step says nothing; 5 minutes by
   *     default
   * @param maxSendsPerChannel messages of one channel with its sender at the same time, at most;
   *     128 by default
   * @param maxSteps steps that an instance may begin, at most; 50,000 by default
   * @param maxChain instances that may follow from one event, at most; 50,000 by default
   * @param ownerRole the role that may edit an instance besides ADMIN; OWNER by default
   * @param watchInterval how often the watchdog looks at each tenant; 15 minutes by default; zero:
   *     never by itself
   */
  public record Engine(
      @Nullable String nodeId,
      @Nullable Duration lease,
      @Nullable Duration pollInterval,
      @Nullable Integer maxInFlight,
      @Nullable Integer batchSize,
      @Nullable DataSize maxDataSize,
      @Nullable Duration handlerTimeout,
      @Nullable Integer maxSendsPerChannel,
      @Nullable Integer maxSteps,
      @Nullable Integer maxChain,
      @Nullable String ownerRole,
      @Nullable Duration watchInterval) {

    EngineOptions options() {
      EngineOptions options = EngineOptions.defaults();
      options = set(options, nodeId, EngineOptions::withNodeId);
      options = set(options, lease, EngineOptions::withLease);
      options = set(options, pollInterval, EngineOptions::withPollInterval);
      options = set(options, maxInFlight, EngineOptions::withMaxInFlight);
      options = set(options, batchSize, EngineOptions::withBatchSize);
      options = set(options, maxDataSize, (old, size) -> old.withMaxDataBytes(size.toBytes()));
      options = set(options, handlerTimeout, EngineOptions::withHandlerTimeout);
      options = set(options, maxSendsPerChannel, EngineOptions::withMaxSendsPerChannel);
      options = set(options, ownerRole, EngineOptions::withOwnerRole);
      options = set(options, watchInterval, EngineOptions::withWatchInterval);
      EngineOptions.Budgets budgets = options.budgets();
      return options.withBudgets(
          new EngineOptions.Budgets(
              maxSteps == null ? budgets.maxSteps() : maxSteps,
              maxChain == null ? budgets.maxChain() : maxChain));
    }

    private static <T> EngineOptions set(
        EngineOptions options,
        @Nullable T value,
        BiFunction<EngineOptions, T, EngineOptions> change) {
      return value == null ? options : change.apply(options, value);
    }
  }
}
