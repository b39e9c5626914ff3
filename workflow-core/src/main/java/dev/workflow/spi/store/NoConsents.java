package dev.workflow.spi.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of a store that keeps no consents: nobody has agreed to anything, and nobody can. */
final class NoConsents implements ConsentRows {

  static final ConsentRows INSTANCE = new NoConsents();

  private NoConsents() {}

  @Override
  public void insert(ConsentRow row) {
    throw NotKept.refusal("consents");
  }

  @Override
  public List<ConsentRow> newest(Collection<TopicKey> topics) {
    return List.of();
  }

  @Override
  public List<ConsentRow> history(AddressKey key, int limit) {
    return List.of();
  }

  @Override
  public List<ConsentRow> list(TenantId tenant, @Nullable ConsentRow after, int limit) {
    return List.of();
  }

  @Override
  public boolean remove(ConsentRow row) {
    return false;
  }
}
