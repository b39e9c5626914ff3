package dev.workflow.internal.service;

import dev.workflow.History;
import dev.workflow.InstanceId;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionDiagram;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.internal.outbox.TaskMark;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public final class HistoryService implements History {

  /** How many are read at once. */
  private static final int MESSAGES = 200;

  private final Transactions transactions;
  private final InstanceViews views;

  public HistoryService(Transactions transactions) {
    this.transactions = transactions;
    this.views = new InstanceViews(transactions);
  }

  @Override
  public List<HistoryEntry> of(TenantId tenant, InstanceId instance) {
    return HistoryEntries.of(instance, views.read(tenant, instance).journal());
  }

  @Override
  public Page<HistoryEntry> of(
      TenantId tenant, SubjectRef subject, Order order, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    return new SubjectHistory(transactions, tenant, subject, order).page(cursor, limit);
  }

  @Override
  public EvidencePack evidence(TenantId tenant, InstanceId instance) {
    InstanceReader.Stored stored = views.read(tenant, instance);
    MessageFilter sent =
        MessageFilter.of(tenant).from(new MessageFilter.From(null, null, null, null, instance));
    List<MessageRow> messages = new ArrayList<>();
    UUID after = null;
    List<MessageRow> page;
    do {
      UUID from = after;
      page =
          transactions.transact(transaction -> transaction.messages().list(sent, from, MESSAGES));
      messages.addAll(page);
      after = page.isEmpty() ? null : page.get(page.size() - 1).id();
    } while (page.size() == MESSAGES);
    Collections.reverse(messages);
    return Evidence.of(stored, messages, transactions.engine().now());
  }

  @Override
  public String story(TenantId tenant, InstanceId instance) {
    InstanceReader.Stored stored = views.read(tenant, instance);
    return Story.of(
        stored.snapshot().identity(), entries(stored, tenant, instance), labels(stored));
  }

  private static Map<String, String> labels(InstanceReader.Stored stored) {
    Map<String, String> labels = new HashMap<>();
    stored
        .tree()
        .nodes()
        .forEach(place -> labels.put(place.step().id(), place.step().settings().label()));
    return labels;
  }

  @Override
  public String diagram(TenantId tenant, InstanceId instance) {
    return drawn(tenant, instance, DefinitionDiagram::mermaid);
  }

  @Override
  public String picture(TenantId tenant, InstanceId instance) {
    return drawn(tenant, instance, DefinitionDiagram::svg);
  }

  @FunctionalInterface
  private interface Drawing {
    String of(WorkflowDefinition definition, Map<String, String> states, Map<String, String> notes);
  }

  private String drawn(TenantId tenant, InstanceId instance, Drawing drawing) {
    InstanceReader.Stored stored = views.read(tenant, instance);
    Map<String, String> states = new LinkedHashMap<>();
    stored.snapshot().steps().values().stream()
        .filter(run -> !run.key().undo())
        .forEach(run -> states.put(run.key().id(), run.state().name()));
    return drawing.of(
        stored.tree().definition(),
        states,
        new DiagramNotes(stored, entries(stored, tenant, instance)).notes());
  }

  /** What happened, and who was told of tasks. */
  private List<HistoryEntry> entries(
      InstanceReader.Stored stored, TenantId tenant, InstanceId instance) {
    List<MessageRow> notices =
        transactions.transact(
            transaction ->
                transaction
                    .messageLinks()
                    .to(new InstanceKey(tenant, instance), TaskMark.AUDIENCE));
    return ToldOfTasks.among(HistoryEntries.of(instance, stored.journal()), instance, notices);
  }
}
