package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Definitions.Listed;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.spi.store.DefinitionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tenant's workflows, page by page. */
final class DefinitionList {

  /** So many are looked at for one page. */
  private static final int MOST_LOOKED_AT = 2_000;

  private static final int AT_ONCE = 200;

  private final Transactions transactions;
  private final TenantId tenant;
  private final @Nullable String sought;

  DefinitionList(Transactions transactions, TenantId tenant, @Nullable String sought) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.sought = sought == null ? null : sought.toLowerCase(Locale.ROOT);
  }

  Page<Listed> page(@Nullable String cursor, int limit) {
    String after =
        cursor == null ? null : Cursors.read("definitions", cursor, 1, parts -> parts[0]);
    List<Listed> found = new ArrayList<>();
    Map<String, Boolean> switched = switched();
    for (int looked = 0; looked < MOST_LOOKED_AT; looked += AT_ONCE) {
      Map<String, List<DefinitionRow>> keys = keys(after);
      for (Map.Entry<String, List<DefinitionRow>> one : keys.entrySet()) {
        after = one.getKey();
        Listed listed = listed(one.getKey(), one.getValue(), switched);
        if (holds(listed)) {
          found.add(listed);
        }
        if (found.size() == limit) {
          return new Page<>(found, Optional.of(Cursors.of("definitions", after)));
        }
      }
      if (keys.size() < AT_ONCE || after == null) {
        return new Page<>(found, Optional.empty());
      }
    }
    return new Page<>(found, Optional.of(Cursors.of("definitions", String.valueOf(after))));
  }

  private Map<String, List<DefinitionRow>> keys(@Nullable String after) {
    Map<String, List<DefinitionRow>> keys = new LinkedHashMap<>();
    transactions
        .transact(transaction -> transaction.definitions().page(tenant, after, AT_ONCE))
        .forEach(row -> keys.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row));
    return keys;
  }

  private Map<String, Boolean> switched() {
    Map<String, Boolean> switched = new HashMap<>();
    transactions
        .transact(transaction -> transaction.definitions().switches(tenant))
        .forEach(
            row -> {
              if (row.enabled() != null) {
                switched.put(row.key(), row.enabled());
              }
            });
    return switched;
  }

  /** What one of a later release holds besides does not matter here. */
  private static Listed listed(
      String key, List<DefinitionRow> rows, Map<String, Boolean> switched) {
    DefinitionRow newest = rows.get(rows.size() - 1);
    JsonNode document = Json.read(newest.document());
    return new Listed(
        key,
        document.path("name").asText(key),
        document.path("description").textValue(),
        document.path("subject").textValue(),
        newest.version(),
        DefinitionStatus.valueOf(newest.status()),
        switched.getOrDefault(key, document.path("enabled").asBoolean(true)),
        rows.get(0).version() == 0);
  }

  private boolean holds(Listed one) {
    String text = sought;
    return text == null
        || Stream.of(one.key(), one.name(), String.valueOf(one.description()))
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(text));
  }
}
