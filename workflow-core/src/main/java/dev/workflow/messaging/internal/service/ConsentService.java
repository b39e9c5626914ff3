package dev.workflow.messaging.internal.service;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.store.ConsentRows.ConsentRow;
import dev.workflow.spi.store.ConsentRows.TopicKey;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

public final class ConsentService implements Consents {

  private static final int MAX_TOPIC = 100;
  private static final int MAX_HISTORY = 1_000;

  private final Transactions transactions;

  public ConsentService(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Consent grant(
      TenantId tenant, ChannelAddress address, String topic, Actor by, @Nullable String evidence) {
    return entry(required(tenant, address), topic, true, by, evidence);
  }

  @Override
  public Consent withdraw(
      TenantId tenant, ChannelAddress address, String topic, Actor by, @Nullable String evidence) {
    return entry(required(tenant, address), topic, false, by, evidence);
  }

  @Override
  public Consent withdrawRecipient(
      TenantId tenant, ChannelAddress address, String topic, Actor by, @Nullable String evidence) {
    transactions.engine().tenant(tenant);
    AddressKey key = MessagingContext.of(transactions).addresses().possible(tenant, address).get(0);
    return entry(key, topic, false, by, evidence);
  }

  private AddressKey required(TenantId tenant, ChannelAddress address) {
    transactions.engine().tenant(tenant);
    return MessagingContext.of(transactions).addresses().required(tenant, address);
  }

  private Consent entry(
      AddressKey key, String topic, boolean granted, Actor by, @Nullable String evidence) {
    ConsentRow row =
        new ConsentRow(
            key,
            AddressInput.text("The topic", Consents.normal(topic), MAX_TOPIC),
            UuidCreator.getTimeOrderedEpochPlus1(),
            granted,
            transactions.engine().now(),
            by.id(),
            AddressInput.note("The evidence", evidence));
    return transactions.transact(
        transaction -> {
          transaction.consents().insert(row);
          return consent(row);
        });
  }

  @Override
  public Optional<Consent> current(TenantId tenant, ChannelAddress address, String topic) {
    transactions.engine().tenant(tenant);
    Limits.sought("The topic", topic);
    List<TopicKey> keys =
        MessagingContext.of(transactions).addresses().possible(tenant, address).stream()
            .map(key -> new TopicKey(key, Consents.normal(topic)))
            .toList();
    return transactions.transact(transaction -> transaction.consents().newest(keys)).stream()
        .max(Comparator.comparing(ConsentRow::at).thenComparing(ConsentRow::id))
        .map(ConsentService::consent);
  }

  @Override
  public List<Consent> history(TenantId tenant, ChannelAddress address) {
    transactions.engine().tenant(tenant);
    List<AddressKey> keys = MessagingContext.of(transactions).addresses().possible(tenant, address);
    return transactions
        .transact(
            transaction ->
                keys.stream()
                    .flatMap(key -> transaction.consents().history(key, MAX_HISTORY).stream())
                    .toList())
        .stream()
        .map(ConsentService::consent)
        .toList();
  }

  private static Consent consent(ConsentRow row) {
    return new Consent(
        AddressInput.address(row.key()),
        row.topic(),
        row.granted(),
        row.at(),
        Actor.of(row.by()),
        row.evidence());
  }
}
