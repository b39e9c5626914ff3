package dev.workflow.messaging.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.DigestTemplate;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.Window;
import dev.workflow.spi.store.MessageRow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HandlingJsonTest {

  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  @Test
  void everything_is_read_as_it_was_written() {
    Handling full =
        new Handling(
            new Purpose(Category.MARKETING, "customer", "welcome", "nl", "person-7"),
            new Window(
                Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
                LocalTime.of(22, 0),
                LocalTime.of(6, 30),
                ZoneId.of("Europe/Amsterdam")),
            new Digest(
                "lead-42",
                NOW.plusSeconds(3_600),
                new DigestTemplate(
                    "news@2", "nl", "Ann", JsonNodeFactory.instance.objectNode().put("n", 1))),
            new Fallback(
                List.of(
                    new Alternative(
                        "sms",
                        "+31612345678",
                        JsonNodeFactory.instance.objectNode().put("text", "Hi"))),
                Duration.ofHours(4),
                true),
            ZoneId.of("Asia/Tokyo"));
    assertThat(HandlingJson.read(row(full))).isEqualTo(full);
  }

  @Test
  void what_is_nothing_in_particular_takes_no_room() {
    assertThat(HandlingJson.plan(message(Handling.NONE))).isEqualTo(MessageRow.Plan.NONE);
    assertThat(HandlingJson.read(row(Handling.NONE))).isEqualTo(Handling.NONE);
  }

  @Test
  void a_principal_is_kept_and_the_engine_goes_without_saying() {
    MessageRow anns = row(Handling.NONE.withFallback(null));
    assertThat(HandlingJson.principal(anns)).isEqualTo(Actor.ENGINE);
    MessageRow.Plan plan =
        new MessageRow.Plan(null, null, HandlingJson.write(Handling.NONE, Actor.of("ann")));
    assertThat(HandlingJson.principal(anns.with(plan))).isEqualTo(Actor.of("ann"));
    assertThat(HandlingJson.read(anns.with(plan))).isEqualTo(Handling.NONE);
  }

  private static OutboundMessage message(Handling handling) {
    return new OutboundMessage(
        "",
        TenantId.of("acme"),
        null,
        "key",
        "email",
        "ann@example.com",
        JsonNodeFactory.instance.objectNode(),
        handling);
  }

  private static MessageRow row(Handling handling) {
    return MessageRow.builder(TenantId.of("acme"), new UUID(0, 1), "key")
        .channel("email")
        .recipient(MessageRow.Recipient.of("ann@example.com"))
        .body("{}")
        .purpose(handling.purpose())
        .plan(HandlingJson.plan(message(handling)))
        .createdAt(NOW)
        .revision(0)
        .status(MessageRow.Status.pending(NOW))
        .build();
  }
}
