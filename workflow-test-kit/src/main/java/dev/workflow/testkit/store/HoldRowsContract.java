package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.HoldRows.HoldRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Subjects of which nothing may be removed. */
public abstract class HoldRowsContract extends StoreContract {

  private static HoldRow row(TenantId tenant, String type, String id) {
    return new HoldRow(tenant, SubjectRef.of(type, id), "because", "ann", NOW);
  }

  private List<HoldRow> list(TenantId tenant, @Nullable SubjectRef after, int limit) {
    return list(t -> t.holds().list(tenant, after, limit));
  }

  @Test
  void one_is_kept_as_it_was_written_until_it_is_removed() {
    HoldRow lead = row(ACME, "lead", "1");
    HoldRow deal = row(ACME, "deal", "2");
    run(t -> assertThat(t.holds().insert(lead)).isTrue());
    run(
        t ->
            assertThat(t.holds().insert(new HoldRow(ACME, lead.subject(), "again", "bob", LATER)))
                .isFalse());
    run(t -> t.holds().insert(deal));
    run(t -> t.holds().insert(row(OTHER, "lead", "1")));
    assertThat(list(ACME, null, 9)).containsExactly(deal, lead);
    assertThat(list(ACME, null, 1)).containsExactly(deal);
    assertThat(list(ACME, deal.subject(), 9)).containsExactly(lead);
    run(t -> assertThat(t.holds().find(ACME, lead.subject())).contains(lead));
    run(t -> assertThat(t.holds().remove(ACME, lead.subject())).isTrue());
    run(t -> assertThat(t.holds().remove(ACME, lead.subject())).isFalse());
    run(t -> assertThat(t.holds().find(ACME, lead.subject())).isEmpty());
    assertThat(list(OTHER, null, 9)).hasSize(1);
  }
}
