package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ConsentRows.ConsentRow;
import dev.workflow.spi.store.ConsentRows.TopicKey;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consents: the newest entry of a topic holds. */
public abstract class ConsentRowsContract extends StoreContract {

  private static AddressKey at(TenantId tenant, String address) {
    return new AddressKey(tenant, "email", address);
  }

  private static final AddressKey ANN = at(ACME, "ann@x.nl");
  private static final AddressKey BOB = at(ACME, "bob@x.nl");

  private static ConsentRow consent(int n, AddressKey key, String topic, boolean granted) {
    return new ConsentRow(key, topic, uuid(n), granted, NOW, "anna", granted ? "form 3" : null);
  }

  private List<ConsentRow> newest(TopicKey... topics) {
    return list(transaction -> transaction.consents().newest(List.of(topics)));
  }

  @Test
  void the_newest_entry_of_a_topic_holds_and_all_are_kept() {
    ConsentRow granted = consent(1, ANN, "news", true);
    ConsentRow other = consent(2, ANN, "offers", true);
    ConsentRow withdrawn = consent(3, ANN, "news", false);
    ConsentRow bobs = consent(4, BOB, "news", true);
    run(
        transaction ->
            List.of(granted, other, withdrawn, bobs)
                .forEach(row -> transaction.consents().insert(row)));
    TopicKey news = new TopicKey(ANN, "news");
    assertThat(newest(news, new TopicKey(BOB, "news"), new TopicKey(BOB, "offers"), news))
        .containsExactlyInAnyOrder(withdrawn, bobs);
    assertThat(newest(new TopicKey(at(OTHER, "ann@x.nl"), "news"))).isEmpty();
    assertThat(newest()).isEmpty();
    assertThat(list(t -> t.consents().history(ANN, 10))).containsExactly(withdrawn, other, granted);
    assertThat(list(t -> t.consents().history(ANN, 1))).containsExactly(withdrawn);
  }

  @Test
  void entries_are_listed_by_address_and_topic_and_removed_once() {
    ConsentRow news = consent(4, ANN, "news", true);
    ConsentRow later = consent(5, ANN, "news", false);
    ConsentRow offers = consent(2, ANN, "offers", true);
    ConsentRow bobs = consent(1, BOB, "news", true);
    ConsentRow others = consent(3, at(OTHER, "ann@x.nl"), "news", true);
    run(
        transaction ->
            List.of(others, later, offers, news, bobs)
                .forEach(row -> transaction.consents().insert(row)));
    assertThat(list(t -> t.consents().list(news.key().tenant(), null, 2)))
        .containsExactly(news, later);
    assertThat(list(t -> t.consents().list(news.key().tenant(), later, 9)))
        .containsExactly(offers, bobs);
    run(t -> assertThat(t.consents().remove(later)).isTrue());
    run(t -> assertThat(t.consents().remove(later)).isFalse());
    assertThat(list(t -> t.consents().history(ANN, 10))).containsExactly(news, offers);
  }
}
