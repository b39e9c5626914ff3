package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.Cursor;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Suppressed addresses. */
abstract class SuppressionRowsContract extends StoreContract {

  private static final String BOUNCE = "HARD_BOUNCE";
  private static final String OPT_OUT = "OPT_OUT";
  private static final String ALL = "EVERYTHING";
  private static final String MARKETING = "MARKETING";

  private static AddressKey at(TenantId tenant, String address) {
    return new AddressKey(tenant, "email", address);
  }

  private static final AddressKey ANN = at(ACME, "ann@x.nl");
  private static final AddressKey BOB = at(ACME, "bob@x.nl");

  private static SuppressionRow row(AddressKey key, String reason, String scope) {
    return SuppressionRow.of(key, reason, scope, NOW, "anna", uuid(7)).note("Grüße 🚀");
  }

  private void put(SuppressionRow... rows) {
    run(transaction -> transaction.suppressions().put(List.of(rows)));
  }

  private List<SuppressionRow> of(AddressKey key) {
    return list(transaction -> transaction.suppressions().of(key));
  }

  private List<SuppressionRow> holding(AddressKey... keys) {
    return list(transaction -> transaction.suppressions().holding(List.of(keys)));
  }

  private List<SuppressionRow> page(String channel, Cursor after, int limit) {
    return list(transaction -> transaction.suppressions().list(ACME, channel, after, limit));
  }

  @Test
  void a_suppression_is_read_as_it_was_written() {
    SuppressionRow full = row(ANN, BOUNCE, ALL);
    SuppressionRow bare = SuppressionRow.of(BOB, OPT_OUT, MARKETING, NOW, "engine", null);
    put(full, bare);
    assertThat(of(ANN)).containsExactly(full);
    assertThat(of(BOB)).containsExactly(bare);
    assertThat(holding(ANN, BOB, at(ACME, "eve@x.nl"), ANN)).containsExactlyInAnyOrder(full, bare);
    assertThat(holding()).isEmpty();
  }

  @Test
  void a_reason_stands_once_with_its_first_time_and_its_widest_scope() {
    SuppressionRow first = row(ANN, OPT_OUT, MARKETING);
    SuppressionRow wider = SuppressionRow.of(ANN, OPT_OUT, ALL, LATER, "bob", null);
    SuppressionRow narrower = SuppressionRow.of(ANN, OPT_OUT, MARKETING, LATER, "eve", null);
    put(first, narrower);
    assertThat(of(ANN)).containsExactly(first);
    put(wider);
    put(narrower);
    assertThat(of(ANN)).containsExactly(row(ANN, OPT_OUT, ALL));
    put(row(ANN, BOUNCE, ALL));
    assertThat(of(ANN)).containsExactly(row(ANN, BOUNCE, ALL), row(ANN, OPT_OUT, ALL));
  }

  @Test
  void what_was_lifted_is_known_but_does_not_hold_until_it_is_put_again() {
    put(row(ANN, OPT_OUT, ALL), row(ANN, BOUNCE, ALL));
    assertThat(truth(t -> t.suppressions().lift(ANN, OPT_OUT, LATER, "bob"))).isTrue();
    assertThat(truth(t -> t.suppressions().lift(ANN, OPT_OUT, LATER, "bob"))).isFalse();
    assertThat(truth(t -> t.suppressions().lift(BOB, OPT_OUT, LATER, "bob"))).isFalse();
    assertThat(holding(ANN)).containsExactly(row(ANN, BOUNCE, ALL));
    assertThat(page(null, null, 10)).containsExactly(row(ANN, BOUNCE, ALL));
    assertThat(of(ANN))
        .containsExactly(row(ANN, BOUNCE, ALL), row(ANN, OPT_OUT, ALL).lifted(LATER, "bob"));
    SuppressionRow again = SuppressionRow.of(ANN, OPT_OUT, MARKETING, LATER, "eve", null);
    put(again);
    assertThat(of(ANN)).containsExactly(row(ANN, BOUNCE, ALL), again);
  }

  @Test
  void the_list_goes_by_channel_and_address() {
    SuppressionRow sms = row(new AddressKey(ACME, "sms", "+31612345678"), OPT_OUT, ALL);
    SuppressionRow ann = row(ANN, BOUNCE, ALL);
    SuppressionRow too = row(ANN, OPT_OUT, MARKETING);
    SuppressionRow bob = row(BOB, BOUNCE, ALL);
    put(sms, bob, too, ann, row(at(OTHER, "ann@x.nl"), BOUNCE, ALL));
    assertThat(page(null, null, 10)).containsExactly(ann, too, bob, sms);
    assertThat(page(null, null, 2)).containsExactly(ann, too);
    assertThat(page(null, new Cursor("email", "ann@x.nl", OPT_OUT), 1)).containsExactly(bob);
    assertThat(page("email", new Cursor("email", "ann@x.nl", OPT_OUT), 9)).containsExactly(bob);
    assertThat(page("sms", null, 9)).containsExactly(sms);
  }

  @Test
  void a_suppression_that_holds_is_removed_once_and_a_lifted_one_is_not() {
    SuppressionRow held = SuppressionRow.of(ANN, "MANUAL", "EVERYTHING", NOW, "anna", null);
    put(held, SuppressionRow.of(ANN, "OPT_OUT", "EVERYTHING", NOW, "anna", null));
    run(t -> assertThat(t.suppressions().lift(ANN, "OPT_OUT", NOW, "anna")).isTrue());
    run(t -> assertThat(t.suppressions().remove(ANN, "MANUAL")).isTrue());
    run(t -> assertThat(t.suppressions().remove(ANN, "MANUAL")).isFalse());
    run(t -> assertThat(t.suppressions().remove(ANN, "OPT_OUT")).isFalse());
    assertThat(list(t -> t.suppressions().of(ANN)))
        .extracting(SuppressionRow::reason)
        .containsExactly("OPT_OUT");
  }
}
