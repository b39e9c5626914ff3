package dev.workflow.internal.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.service.HistoryEntries;
import dev.workflow.spi.store.InstanceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out what of the data of instances a principal may not see. Immutable and thread-safe. */
final class HiddenOfInstances {

  private static final int AT_ONCE = 50;

  private final Transactions transactions;

  HiddenOfInstances(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What is hidden of each; those that are gone, or cannot be read, are left out. */
  Map<InstanceId, HiddenValues> of(TenantId tenant, Set<InstanceId> ids, SeenValues sight) {
    Map<InstanceId, HiddenValues> hidden = new HashMap<>();
    List<InstanceKey> keys = ids.stream().map(id -> new InstanceKey(tenant, id)).toList();
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<InstanceKey> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
      transactions
          .transact(
              transaction -> new InstanceReader(transactions.engine(), transaction).readable(some))
          .values()
          .forEach(stored -> hidden.put(stored.snapshot().identity().id(), hidden(stored, sight)));
    }
    return hidden;
  }

  /** What it began with, what it was told, and all that has ever happened in it. */
  private static HiddenValues hidden(InstanceReader.Stored stored, SeenValues sight) {
    InstanceSnapshot.Identity identity = stored.snapshot().identity();
    String subject = identity.subject() == null ? null : identity.subject().type();
    ObjectNode began = Json.object();
    if (identity.event() != null) {
      began.set("event", identity.event());
    }
    if (identity.input() != null) {
      began.set("input", identity.input());
    }
    List<Object> all = new ArrayList<>();
    all.add(began);
    all.add(stored.snapshot().variables());
    all.addAll(HistoryEntries.of(identity.id(), stored.journal()));
    return sight.hidden(all, subject);
  }
}
