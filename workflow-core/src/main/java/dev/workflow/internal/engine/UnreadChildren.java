package dev.workflow.internal.engine;

import dev.workflow.InstanceId;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sub-workflows of an instance whose journal cannot be read: what in it looks like the id of an
 * instance, and is one that says itself that it belongs to this one.
 */
final class UnreadChildren {

  private static final Pattern ID =
      Pattern.compile("\"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\"");

  private UnreadChildren() {}

  static List<InstanceKey> of(StoreTransaction transaction, StoredInstance parent) {
    InstanceKey key = parent.row().key();
    Set<InstanceKey> named = new LinkedHashSet<>();
    for (JournalEntry entry : parent.journal()) {
      Matcher ids = ID.matcher(entry.body());
      while (ids.find()) {
        named.add(new InstanceKey(key.tenant(), InstanceId.parse(ids.group(1))));
      }
    }
    if (named.isEmpty()) {
      return List.of();
    }
    return transaction.instances().rows(named).stream()
        .filter(
            row -> {
              InstanceSnapshot.Parent above = InstanceRowMapper.parent(row.origin().parent());
              return above != null && above.instance().equals(key.id());
            })
        .map(row -> row.key())
        .toList();
  }
}
