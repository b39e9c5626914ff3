package dev.workflow.messaging.internal.outbox;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.EndMark;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Postpones messages of instances of which it is being asked whether an event ends them: one of so
 * many that the event reaches them in several transactions. Asks about instances of workflows with
 * such an exit only, once for all messages. Thread-safe.
 */
final class AskedInstances implements SendCheck {

  private static final Duration LATER = Duration.ofSeconds(5);

  private final EngineContext engine;

  AskedInstances(EngineContext engine) {
    this.engine = engine;
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Map<TenantId, TenantWorkflows> workflows = new HashMap<>();
    Set<InstanceKey> may = new HashSet<>(0);
    for (MessageRow row : claimed) {
      InstanceKey instance = row.instance();
      String workflow = row.origin().workflow();
      if (instance != null
          && workflow != null
          && workflows
              .computeIfAbsent(row.tenant(), tenant -> engine.workflows().of(transaction, tenant))
              .asksAtExits(workflow)) {
        may.add(instance);
      }
    }
    Set<InstanceKey> asked = new HashSet<>(0);
    if (!may.isEmpty()) {
      transaction.instances().rows(may).stream()
          .filter(row -> EndMark.of(row) != null)
          .forEach(row -> asked.add(row.key()));
    }
    Verdict later = new Postpone(now.plus(LATER), "it is asked whether its instance ends");
    return claimed.stream().map(row -> isIn(asked, row.instance()) ? later : SEND).toList();
  }

  private static boolean isIn(Set<InstanceKey> asked, @Nullable InstanceKey instance) {
    return instance != null && asked.contains(instance);
  }
}
