package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.AbsenceRows.AbsenceRow;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is away. */
public abstract class AbsenceRowsContract extends StoreContract {

  private static AddressKey at(TenantId tenant, String address) {
    return new AddressKey(tenant, "email", address);
  }

  private static final AddressKey ANN = at(ACME, "ann@x.nl");
  private static final AddressKey BOB = at(ACME, "bob@x.nl");
  private static final AddressKey PHONE = new AddressKey(ACME, "sms", "+31612345678");

  private static AbsenceRow row(AddressKey key, Instant until) {
    return new AbsenceRow(key, until, NOW, uuid(7));
  }

  private void put(AbsenceRow... rows) {
    run(transaction -> List.of(rows).forEach(transaction.absences()::put));
  }

  private List<AbsenceRow> away(Instant now, AddressKey... keys) {
    return list(transaction -> transaction.absences().away(List.of(keys), now));
  }

  private List<AbsenceRow> page(String channel, AddressKey after, int limit) {
    return list(transaction -> transaction.absences().list(ACME, channel, NOW, after, limit));
  }

  @Test
  void an_absence_is_read_as_it_was_written_until_it_ends() {
    AbsenceRow ann = row(ANN, LATER);
    AbsenceRow bob = new AbsenceRow(BOB, LATER.plusSeconds(1), NOW.minusSeconds(5), null);
    put(ann, bob);
    assertThat(away(NOW, ANN, BOB, PHONE, ANN)).containsExactlyInAnyOrder(ann, bob);
    assertThat(away(LATER.minusNanos(1_000), ANN)).containsExactly(ann);
    assertThat(away(LATER, ANN, BOB)).containsExactly(bob);
    assertThat(away(NOW, at(OTHER, "ann@x.nl"), new AddressKey(ACME, "sms", "ann@x.nl"))).isEmpty();
    assertThat(away(NOW)).isEmpty();
  }

  @Test
  void a_new_one_takes_the_place_of_the_one_before() {
    put(row(ANN, LATER));
    AbsenceRow shorter = new AbsenceRow(ANN, LATER.minusSeconds(9), NOW.plusSeconds(1), null);
    put(shorter);
    assertThat(away(NOW, ANN)).containsExactly(shorter);
  }

  @Test
  void one_that_is_ended_is_gone() {
    put(row(ANN, LATER), row(BOB, LATER));
    assertThat(truth(t -> t.absences().end(ANN, NOW))).isTrue();
    assertThat(truth(t -> t.absences().end(ANN, NOW))).isFalse();
    assertThat(truth(t -> t.absences().end(at(OTHER, "bob@x.nl"), NOW))).isFalse();
    assertThat(away(NOW, ANN, BOB)).containsExactly(row(BOB, LATER));
    assertThat(truth(t -> t.absences().end(BOB, LATER))).isFalse();
    put(row(ANN, LATER));
    assertThat(away(NOW, ANN)).containsExactly(row(ANN, LATER));
  }

  @Test
  void the_list_goes_by_channel_and_address() {
    AbsenceRow ann = row(ANN, LATER);
    AbsenceRow bob = row(BOB, LATER.plusSeconds(1));
    AbsenceRow phone = row(PHONE, LATER);
    put(phone, bob, row(at(OTHER, "ann@x.nl"), LATER), ann, row(at(ACME, "old@x.nl"), NOW));
    assertThat(page(null, null, 10)).containsExactly(ann, bob, phone);
    assertThat(page(null, null, 1)).containsExactly(ann);
    assertThat(page(null, ANN, 1)).containsExactly(bob);
    assertThat(page("email", ANN, 9)).containsExactly(bob);
    assertThat(page("sms", null, 9)).containsExactly(phone);
    assertThat(page(null, PHONE, 9)).isEmpty();
  }

  @Test
  void what_has_ended_is_forgotten_the_oldest_first() {
    put(row(ANN, NOW), row(BOB, NOW.minusSeconds(1)), row(at(OTHER, "ann@x.nl"), LATER));
    assertThat(forgotten(1)).isEqualTo(1);
    assertThat(away(NOW.minusSeconds(9), ANN, BOB)).containsExactly(row(ANN, NOW));
    assertThat(forgotten(9)).isEqualTo(1);
    assertThat(forgotten(9)).isZero();
    assertThat(away(NOW, at(OTHER, "ann@x.nl"))).hasSize(1);
  }

  private int forgotten(int limit) {
    return store.transact(transaction -> transaction.absences().forget(NOW, limit));
  }
}
