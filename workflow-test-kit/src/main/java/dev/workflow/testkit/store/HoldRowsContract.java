package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.HoldRows.Erased;
import dev.workflow.spi.store.HoldRows.ErasureRow;
import dev.workflow.spi.store.HoldRows.HoldRow;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Subjects of which nothing may be removed, and those that were erased. */
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

  private static ErasureRow erasure(TenantId tenant, int number, String subject) {
    return new ErasureRow(
        tenant,
        new UUID(number, 1),
        SubjectRef.of("lead", subject),
        "ann",
        NOW,
        null,
        Erased.NOTHING);
  }

  @Test
  void what_was_erased_is_added_up_and_ends_once() {
    run(t -> t.holds().insert(erasure(ACME, 1, "1")));
    UUID id = new UUID(1, 1);
    run(t -> t.holds().add(ACME, id, new Erased(1, 2, 3, 4, 5, false)));
    run(t -> t.holds().add(ACME, id, new Erased(0, 10, 0, 0, 0, true)));
    run(t -> t.holds().add(OTHER, id, new Erased(9, 9, 9, 9, 9, true)));
    run(t -> t.holds().add(ACME, id, new Erased(0, 0, 1, 0, 0, false)));
    assertThat(list(t -> t.holds().unfinished(9)))
        .extracting(ErasureRow::erased)
        .containsExactly(new Erased(1, 12, 4, 4, 5, true));
    run(t -> t.holds().end(ACME, id, LATER));
    run(t -> t.holds().end(ACME, id, NOW));
    run(
        t -> {
          ErasureRow ended = t.holds().erasure(ACME, id).orElseThrow();
          assertThat(ended.ended()).isEqualTo(LATER);
          assertThat(ended.begun()).isEqualTo(NOW);
          assertThat(ended.actor()).isEqualTo("ann");
        });
    run(t -> assertThat(t.holds().erasure(OTHER, id)).isEmpty());
    assertThat(list(t -> t.holds().unfinished(9))).isEmpty();
  }

  @Test
  void erasures_are_listed_by_subject_the_newest_first() {
    run(
        t -> {
          t.holds().insert(erasure(ACME, 1, "1"));
          t.holds().insert(erasure(ACME, 2, "2"));
          t.holds().insert(erasure(ACME, 3, "1"));
          t.holds().insert(erasure(OTHER, 4, "1"));
        });
    SubjectRef one = SubjectRef.of("lead", "1");
    assertThat(list(t -> t.holds().erasures(ACME, null, null, 2)))
        .extracting(row -> row.id().getMostSignificantBits())
        .containsExactly(3L, 2L);
    assertThat(list(t -> t.holds().erasures(ACME, null, new UUID(2, 1), 9)))
        .extracting(row -> row.id().getMostSignificantBits())
        .containsExactly(1L);
    assertThat(list(t -> t.holds().erasures(ACME, one, null, 9)))
        .extracting(row -> row.id().getMostSignificantBits())
        .containsExactly(3L, 1L);
    assertThat(list(t -> t.holds().erasures(ACME, one, new UUID(3, 1), 9))).hasSize(1);
  }
}
