package dev.workflow.messaging.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SentLogTest {

  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00.000001Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final FrequencyCap TWO_AN_HOUR = new FrequencyCap(Category.FOLLOW_UP, 2, HOUR);
  private static final FrequencyCap ONE_A_DAY =
      new FrequencyCap(Category.MARKETING, 1, Duration.ofDays(1));
  private static final List<FrequencyCap> CAPS = List.of(TWO_AN_HOUR, ONE_A_DAY);

  private static UUID id(int n) {
    return new UUID(-n, n);
  }

  private static Instant at(int minutes) {
    return NOW.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void there_is_room_again_a_whole_window_after_the_message_that_has_to_leave_it() {
    SentLog log = SentLog.read("");
    assertThat(log.roomAt(TWO_AN_HOUR, id(1), NOW)).isEqualTo(NOW);
    log.add(id(1), Category.FOLLOW_UP, NOW, CAPS);
    log.add(id(2), Category.FOLLOW_UP, at(10), CAPS);
    assertThat(log.roomAt(TWO_AN_HOUR, id(3), at(20))).isEqualTo(at(60));
    assertThat(log.roomAt(TWO_AN_HOUR, id(3), at(60).minusNanos(1_000))).isEqualTo(at(60));
    assertThat(log.roomAt(TWO_AN_HOUR, id(3), at(60))).isEqualTo(at(60));
    log.add(id(3), Category.FOLLOW_UP, at(60), CAPS);
    assertThat(log.roomAt(TWO_AN_HOUR, id(4), at(60))).isEqualTo(at(70));
  }

  @Test
  void a_message_does_not_stand_in_its_own_way() {
    SentLog log = SentLog.read("");
    log.add(id(1), Category.FOLLOW_UP, NOW, CAPS);
    log.add(id(2), Category.FOLLOW_UP, NOW, CAPS);
    assertThat(log.roomAt(TWO_AN_HOUR, id(2), at(30))).isEqualTo(at(30));
    log.add(id(2), Category.FOLLOW_UP, at(30), CAPS);
    assertThat(log.roomAt(TWO_AN_HOUR, id(3), at(60))).isEqualTo(at(60));
    log.add(id(3), Category.FOLLOW_UP, at(60), CAPS);
    assertThat(log.roomAt(TWO_AN_HOUR, id(4), at(60))).isEqualTo(at(90));
  }

  @Test
  void only_what_a_cap_covers_counts_for_it() {
    SentLog log = SentLog.read("");
    log.add(id(1), Category.FOLLOW_UP, NOW, CAPS);
    assertThat(log.roomAt(ONE_A_DAY, id(2), NOW)).isEqualTo(NOW);
    log.add(id(2), Category.MARKETING, NOW, CAPS);
    assertThat(log.roomAt(ONE_A_DAY, id(3), NOW)).isEqualTo(at(24 * 60));
    assertThat(log.roomAt(TWO_AN_HOUR, id(3), NOW)).isEqualTo(at(60));
  }

  @Test
  void it_is_read_as_it_was_written_and_stays_short() {
    FrequencyCap fifty = new FrequencyCap(Category.TRANSACTIONAL, 50, Duration.ofDays(366));
    SentLog log = SentLog.read("");
    for (int n = 0; n < 200; n++) {
      log.add(id(n), Category.values()[n % 3], at(n), List.of(fifty));
    }
    assertThat(log.text().length()).isBetween(2_000, 2_500);
    SentLog again = SentLog.read(log.text());
    assertThat(again.text()).isEqualTo(log.text());
    assertThat(again.roomAt(fifty, id(999), at(200))).isEqualTo(at(150).plus(fifty.per()));
  }

  @Test
  void what_is_remembered_is_enough_for_every_cap() {
    Random random = new Random(7);
    SentLog log = SentLog.read("");
    Deque<Instant> marketing = new ArrayDeque<>();
    Deque<Instant> all = new ArrayDeque<>();
    Instant now = NOW;
    for (int n = 0; n < 2_000; n++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(40)));
      boolean isMarketing = random.nextInt(3) == 0;
      Category category = isMarketing ? Category.MARKETING : Category.FOLLOW_UP;
      boolean expected =
          within(all, now, TWO_AN_HOUR) && (!isMarketing || within(marketing, now, ONE_A_DAY));
      Instant room = log.roomAt(TWO_AN_HOUR, id(n), now);
      if (isMarketing && log.roomAt(ONE_A_DAY, id(n), now).isAfter(room)) {
        room = log.roomAt(ONE_A_DAY, id(n), now);
      }
      assertThat(room.equals(now)).as("message %s", n).isEqualTo(expected);
      if (expected) {
        log.add(id(n), category, now, CAPS);
        log = SentLog.read(log.text());
        all.add(now);
        if (isMarketing) {
          marketing.add(now);
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(500);
    assertThat(marketing).hasSizeGreaterThan(10);
  }

  private static boolean within(Deque<Instant> sent, Instant now, FrequencyCap cap) {
    return sent.stream().filter(at -> at.isAfter(now.minus(cap.per()))).count() < cap.most();
  }
}
