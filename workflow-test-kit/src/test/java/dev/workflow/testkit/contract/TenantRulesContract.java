package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.QuietHours;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantMessaging;
import dev.workflow.spi.Window;
import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.EventType;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a tenant says of its messages and events holds in place of what the engine says. */
public abstract class TenantRulesContract extends EngineContract {

  private static final TenantId OWN = TenantId.of("own");
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final Instant EVENING = Instant.parse("2026-01-05T22:30:00Z");

  /** Of the tenant that has its own. */
  private TenantMessaging rules = TenantMessaging.DEFAULT;

  private @Nullable RuntimeException broken;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .tenants(
            tenant ->
                Optional.of(
                    new TenantDirectory.Settings(AMSTERDAM, Locale.ROOT, Map.of())
                        .withMessaging(tenant.equals(OWN) ? rules : TenantMessaging.DEFAULT)))
        .messaging(
            m ->
                m.quietHours(QuietHours.between(LocalTime.of(22, 0), LocalTime.of(7, 0)))
                    .frequencyCaps(
                        List.of(new FrequencyCap(Category.FOLLOW_UP, 2, Duration.ofDays(1)))))
        .catalogs(
            tenant -> {
              if (broken != null) {
                throw broken;
              }
              return tenant.equals(OWN)
                  ? EventCatalog.builder()
                      .add(EventType.of("matter.opened", "A matter was opened").build())
                      .strict()
                      .build()
                  : null;
            });
  }

  private void workflow(TenantId tenant) {
    kit.engine()
        .definitions()
        .publish(
            tenant,
            WorkflowDefinition.parse(
                """
                {"key": "w", "triggers": [{"event": "lead.created"}],
                 "steps": [{"id": "a", "action": "work"}]}
                """));
  }

  private void send(TenantId tenant, Handling handling, String... texts) {
    answer =
        context -> {
          for (String text : texts) {
            context.send(
                OutboundMessage.draft(
                        context, "email", "ann@example.org", Json.object().put("text", text))
                    .withHandling(handling));
          }
          return ActionResult.completed();
        };
    kit.engine().events().publish(Event.of(tenant, "lead.created", LEAD, Json.object()));
    kit.run();
  }

  private static Handling of(Category category) {
    return Handling.NONE.withPurpose(Handling.Purpose.NONE.withCategory(category));
  }

  private List<String> sent() {
    return kit.messages().stream().map(message -> message.text("text")).toList();
  }

  private Message next(TenantId tenant) {
    return kit.engine().messaging().messages().upcoming(Query.of(tenant), null, 10).items().get(0);
  }

  private void atNight() {
    kit.advanceTo(EVENING);
  }

  @Test
  void in_quiet_hours_what_can_wait_waits_and_the_rest_goes() {
    workflow(TENANT);
    atNight();
    send(TENANT, of(Category.TRANSACTIONAL), "code");
    send(TENANT, of(Category.FOLLOW_UP), "follow");
    assertThat(sent()).containsExactly("code");
    Message waiting = next(TENANT);
    assertThat(waiting.times().dueAt()).isEqualTo("2026-01-06T06:00:00Z");
    assertThat(waiting.result()).isEqualTo("quiet hours until 2026-01-06T06:00:00Z");
    assertThat(waiting.attempts()).isZero();
    kit.advanceTo(Instant.parse("2026-01-06T05:59:59Z"));
    assertThat(sent()).hasSize(1);
    kit.advance(Duration.ofSeconds(1));
    assertThat(sent()).containsExactly("code", "follow");
  }

  @Test
  void quiet_hours_are_those_of_the_recipient_s_zone_where_it_is_known() {
    workflow(TENANT);
    atNight();
    send(TENANT, of(Category.FOLLOW_UP).withZone(ZoneId.of("America/New_York")), "afternoon");
    assertThat(sent()).containsExactly("afternoon");
    send(TENANT, of(Category.FOLLOW_UP).withZone(ZoneId.of("Asia/Tokyo")), "morning");
    assertThat(sent()).containsExactly("afternoon", "morning");
    send(TENANT, of(Category.FOLLOW_UP).withZone(ZoneId.of("Europe/Athens")), "night");
    assertThat(next(TENANT).times().dueAt()).isEqualTo("2026-01-06T05:00:00Z");
  }

  @Test
  void a_window_of_the_message_counts_instead_of_quiet_hours() {
    workflow(TENANT);
    atNight();
    Window nightly =
        new Window(EnumSet.allOf(DayOfWeek.class), LocalTime.of(23, 0), LocalTime.of(1, 0), null);
    send(TENANT, of(Category.MARKETING).withWindow(nightly), "by night");
    assertThat(sent()).containsExactly("by night");
  }

  @Test
  void somebody_may_send_at_night_what_waits_for_the_morning() {
    workflow(TENANT);
    atNight();
    send(TENANT, of(Category.FOLLOW_UP), "follow");
    kit.engine().messaging().messages().sendNow(TENANT, next(TENANT).id(), Actor.of("anna"));
    kit.run();
    assertThat(sent()).containsExactly("follow");
  }

  @Test
  void a_tenant_has_quiet_hours_of_its_own_or_none() {
    rules =
        TenantMessaging.DEFAULT.withQuietHours(
            QuietHours.between(LocalTime.of(18, 0), LocalTime.of(9, 0))
                .withCategory(Category.MARKETING));
    workflow(OWN);
    atNight();
    send(OWN, of(Category.FOLLOW_UP), "follow");
    send(OWN, of(Category.MARKETING), "news");
    assertThat(sent()).containsExactly("follow");
    assertThat(next(OWN).result())
        .isEqualTo("quiet hours (set for the tenant) until 2026-01-06T08:00:00Z");
  }

  @Test
  void a_tenant_may_lift_the_engine_s_quiet_hours() {
    rules = TenantMessaging.DEFAULT.withQuietHours(QuietHours.NONE);
    workflow(OWN);
    atNight();
    send(OWN, of(Category.MARKETING), "news");
    assertThat(sent()).containsExactly("news");
  }

  @Test
  void a_tenant_has_caps_of_its_own_and_the_others_those_of_the_engine() {
    rules =
        TenantMessaging.DEFAULT.withFrequencyCaps(
            List.of(new FrequencyCap(Category.FOLLOW_UP, 1, Duration.ofDays(1))));
    workflow(OWN);
    workflow(TENANT);
    send(OWN, of(Category.FOLLOW_UP), "own1", "own2");
    send(TENANT, of(Category.FOLLOW_UP), "a", "b", "c");
    assertThat(sent()).containsExactly("own1", "a", "b");
    assertThat(next(OWN).result())
        .isEqualTo("at most 1 of FOLLOW_UP, MARKETING in PT24H to one person (set for the tenant)");
    assertThat(next(TENANT).result())
        .isEqualTo("at most 2 of FOLLOW_UP, MARKETING in PT24H to one person");
  }

  @Test
  void a_tenant_may_have_no_caps_although_the_engine_has() {
    rules = TenantMessaging.DEFAULT.withFrequencyCaps(List.of());
    workflow(OWN);
    send(OWN, of(Category.FOLLOW_UP), "a", "b", "c");
    assertThat(sent()).containsExactly("a", "b", "c");
  }

  @Test
  void a_tenant_has_a_catalogue_of_events_of_its_own() {
    Event event = Event.of(OWN, "nobody.knows", LEAD, Json.object());
    assertThatThrownBy(() -> kit.engine().events().publish(event))
        .hasMessage(
            "The event has a problem:\n  /type: unknown event type \"nobody.knows\"; the host can"
                + " declare it in the EventCatalog");
    assertThat(
            kit.engine()
                .events()
                .publish(Event.of(OWN, "matter.opened", LEAD, Json.object()))
                .started())
        .isEmpty();
    assertThat(
            kit.engine()
                .events()
                .publish(Event.of(TENANT, "nobody.knows", LEAD, Json.object()))
                .started())
        .isEmpty();
  }

  @Test
  void definitions_are_checked_against_the_catalogue_of_their_tenant() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            "{\"key\": \"v\", \"triggers\": [{\"event\": \"matter.open\"}], \"steps\": []}");
    assertThat(kit.engine().definitions().check(OWN, definition))
        .extracting(Object::toString)
        .containsExactly(
            "/triggers/0/event: unknown event type \"matter.open\"; did you mean"
                + " \"matter.opened\"?");
    assertThat(kit.engine().definitions().check(TENANT, definition)).isEmpty();
    assertThat(kit.engine().definitions().warnings(TENANT, definition))
        .extracting(Object::toString)
        .contains(
            "/triggers/0/event: unknown event type \"matter.open\"; the host can declare it in the"
                + " EventCatalog");
  }

  @Test
  void a_catalogue_that_cannot_be_had_refuses_the_event_and_nothing_is_stored() {
    workflow(TENANT);
    broken = new IllegalStateException("the catalogue is away");
    Event event = Event.of(TENANT, "lead.created", LEAD, Json.object());
    assertThatThrownBy(() -> kit.engine().events().publish(event))
        .hasMessage(
            "the EventCatalogs failed for tenant test with java.lang.IllegalStateException: the"
                + " catalogue is away; try again")
        .hasCause(broken);
    broken = null;
    assertThat(kit.engine().events().publish(event).started()).hasSize(1);
  }
}
