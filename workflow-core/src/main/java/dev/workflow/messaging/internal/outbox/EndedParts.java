package dev.workflow.messaging.internal.outbox;

import dev.workflow.instance.InstanceState;
import dev.workflow.internal.engine.EndMark;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.InstanceEnds;
import dev.workflow.internal.engine.PausesAbove;
import dev.workflow.messaging.internal.outbox.Bundles.Part;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Leaves out of digests that are tried again what somebody has cancelled, skipped or held since,
 * what instances have sent that have ended for good since, and what is held as long as its instance
 * is paused: such parts had gone into the digest before, and no ending and no pause reaches them
 * there.
 */
final class EndedParts {

  private EndedParts() {}

  static void leaveOut(EngineContext engine, StoreTransaction transaction, Bundles bundles) {
    Map<Bundle, List<Part>> again = new IdentityHashMap<>();
    for (Part part : bundles.parts()) {
      if (part.bundle().again()) {
        again.computeIfAbsent(part.bundle(), bundle -> new ArrayList<>()).add(part);
      }
    }
    again.forEach((bundle, parts) -> leaveOut(engine, transaction, bundles, bundle, parts));
  }

  private static void leaveOut(
      EngineContext engine,
      StoreTransaction transaction,
      Bundles bundles,
      Bundle bundle,
      List<Part> parts) {
    MessageRow carrier = bundle.carrier();
    if (carrier == null) {
      return;
    }
    List<UUID> ids = DigestParts.ids(carrier);
    Map<UUID, MessageRow> stored = new HashMap<>();
    transaction
        .messageLinks()
        .find(carrier.tenant(), ids)
        .forEach(row -> stored.put(row.id(), row));
    Set<InstanceKey> asked = new HashSet<>();
    for (MessageRow row : stored.values()) {
      if (row.instance() != null) {
        asked.add(row.instance());
      }
    }
    List<InstanceRow> instances = asked.isEmpty() ? List.of() : transaction.instances().rows(asked);
    Set<InstanceKey> over = InstanceEnds.of(transaction, instances).over().keySet();
    Set<InstanceKey> paused =
        HandlingJson.isByHand(carrier) ? Set.of() : paused(engine, transaction, instances);
    for (Part part : parts) {
      int place = place(bundle, part);
      MessageRow row = place < ids.size() ? stored.get(ids.get(place)) : null;
      if (row != null && !row.is(MessageState.MERGED) && !row.id().equals(carrier.id())) {
        bundles.refuse(part, "it was taken out");
      } else if (row != null && row.instance() != null && over.contains(row.instance())) {
        bundles.refuse(part, CancelledInstances.OVER);
      } else if (row != null
          && row.instance() != null
          && !row.id().equals(carrier.id())
          && paused.contains(row.instance())) {
        bundles.putOff(part);
      }
    }
  }

  private static Set<InstanceKey> paused(
      EngineContext engine, StoreTransaction transaction, List<InstanceRow> instances) {
    Set<InstanceKey> paused = new HashSet<>();
    for (InstanceRow instance : instances) {
      if (EndMark.state(instance) == InstanceState.PAUSED
          || PausesAbove.any(engine, transaction, instance)) {
        paused.add(instance.key());
      }
    }
    return paused;
  }

  /** Two parts may say the same. */
  private static int place(Bundle bundle, Part part) {
    int place = 0;
    while (bundle.parts().get(place) != part.gathered()) {
      place++;
    }
    return place;
  }
}
