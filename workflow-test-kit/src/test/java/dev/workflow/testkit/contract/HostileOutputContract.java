package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.DigestTemplate;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a handler gives is checked before anything of it is stored: its output, its reason, and what
 * it sets, sends and publishes.
 */
public abstract class HostileOutputContract extends EngineContract {

  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";

  @Test
  void a_reason_of_50_megabytes_is_cut() {
    assertThat(failure(context -> ActionResult.failed("x".repeat(50_000_000), false)))
        .isEqualTo("x".repeat(2_000) + "…");
    answer = context -> ActionResult.blocked("x".repeat(50_000_000));
    InstanceId id = run(WORK, "{}");
    assertThat(instance(id).step("a").reason()).isEqualTo("x".repeat(2_000) + "…");
  }

  @Test
  void an_output_that_cannot_be_stored_fails_the_step() {
    assertThat(failure(context -> null))
        .isEqualTo("the handler returned null; it must return an ActionResult");
    assertThat(failure(context -> ActionResult.completed(HostileJson.large())))
        .isEqualTo("the handler's output is larger than 1048576 bytes");
    assertThat(failure(context -> ActionResult.completed(HostileJson.deep(10_000))))
        .isEqualTo("the handler's output is nested deeper than 500 levels");
    assertThat(failure(context -> ActionResult.completed(new POJONode(new StringBuilder()))))
        .isEqualTo(
            "the handler's output holds a Java object (java.lang.StringBuilder) where JSON belongs");
    assertThat(failure(context -> ActionResult.waiting("x".repeat(10_000))))
        .isEqualTo(
            "the handler's correlation key must be 1 to 200 characters without control characters");
  }

  @Test
  void an_output_of_500_levels_is_kept() {
    answer = context -> ActionResult.completed(HostileJson.deep(500));
    InstanceId id = run(WORK, "{}");
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("a").output()).isEqualTo(HostileJson.deep(500));
  }

  @Test
  void what_a_handler_asks_for_besides_its_output_is_checked_as_well() {
    assertThat(
            failure(
                context -> {
                  context.set("found", HostileJson.deep(10_000));
                  return ActionResult.completed();
                }))
        .isEqualTo("the handler's value of \"found\" is nested deeper than 500 levels");
    assertThat(
            failure(
                context -> {
                  context.set("a\u0000b", Json.object());
                  return ActionResult.completed();
                }))
        .isEqualTo(
            "the handler's name of a value must be 1 to 200 characters without control characters");
    assertThat(
            failure(
                context -> {
                  context.send(
                      OutboundMessage.draft(
                          context, "email", "a@example.org", HostileJson.large()));
                  return ActionResult.completed();
                }))
        .isEqualTo("the handler's message by email is larger than 1048576 bytes");
    assertThat(
            failure(
                context -> {
                  context.send(
                      OutboundMessage.draft(context, "email", "x".repeat(10_000), Json.object()));
                  return ActionResult.completed();
                }))
        .isEqualTo(
            "the handler's message by email has a recipient that is longer than 1000 characters or holds control characters");
    assertThat(failure(context -> publishing(context, "Not A Type", Json.object())))
        .isEqualTo(
            "the handler's event \"Not A Type\" is wrong at /type: expected dotted lower case of at most 100 characters, such as \"deal.stage_changed\"");
    assertThat(
            failure(
                context ->
                    publishing(context, "told", Json.object().set("x", HostileJson.deep(10_000)))))
        .isEqualTo(
            "the handler's event \"told\" is wrong at /payload: is nested deeper than 500 levels");
    kit.run();
    assertThat(kit.messages()).isEmpty();
    assertThat(kit.engine().events().list(TENANT, null, 100).items())
        .extracting(accepted -> accepted.event().type())
        .containsOnly("lead.created");
  }

  private static ActionResult publishing(ActionContext context, String type, ObjectNode payload) {
    context.publish(Event.of(context.tenant(), type, null, payload));
    return ActionResult.completed();
  }

  @Test
  void an_output_with_half_a_character_fails_the_step() {
    assertThat(failure(context -> ActionResult.completed(Json.object().put("x", "\uD83D"))))
        .isEqualTo("the handler's output holds half a character: a surrogate without its pair");
  }

  @Test
  void how_a_message_is_to_be_treated_is_checked_as_well() {
    assertThat(
            handled(Handling.NONE.withPurpose(Handling.Purpose.NONE.withPerson("p".repeat(301)))))
        .isEqualTo(
            "the handler's message by email has a person that is blank, longer than 300 characters or holds control characters");
    Instant noon = Instant.parse("2026-01-05T12:00:00Z");
    assertThat(handled(Handling.NONE.withDigest(new Digest("a\nb", noon))))
        .isEqualTo(
            "the handler's message by email has a digest key that is blank, longer than 200 characters or holds control characters");
    assertThat(handled(Handling.NONE.withDigest(new Digest("a", Instant.MAX))))
        .isEqualTo(
            "the handler's message by email has a digest that closes before 1970 or after 9999");
    Digest digest = new Digest("a", noon);
    assertThat(
            handled(
                Handling.NONE.withDigest(
                    digest.withTemplate(DigestTemplate.of(" ", Json.object())))))
        .isEqualTo(
            "the handler's message by email has a digest template that is blank, longer than 300 characters or holds control characters");
    assertThat(
            handled(
                Handling.NONE.withDigest(
                    digest.withTemplate(DigestTemplate.of("news", HostileJson.large())))))
        .isEqualTo(
            "the handler's message by email has data for a digest that cannot be kept: the message by email is larger than 1048576 bytes");
    assertThat(handled(fallback(Duration.ofDays(367))))
        .isEqualTo(
            "the handler's message by email has a fallback after less than nothing or more than 366 days");
    Alternative mute = new Alternative("", "+31612345678", Json.object());
    assertThat(handled(fallback(Duration.ZERO, mute)))
        .isEqualTo(
            "the handler's message by email has an alternative that cannot be sent: the message names no channel of 1 to 100 characters");
    Alternative large = new Alternative("sms", "+31612345678", HostileJson.large());
    assertThat(handled(fallback(Duration.ZERO, large)))
        .isEqualTo(
            "the handler's message by email has an alternative that cannot be sent: the message by sms is larger than 1048576 bytes");
    Alternative[] many = Collections.nCopies(11, mute).toArray(Alternative[]::new);
    assertThat(handled(fallback(Duration.ZERO, many)))
        .isEqualTo("the handler's message by email has more than 10 alternatives");
  }

  private static Handling fallback(Duration after, Alternative... alternatives) {
    return Handling.NONE.withFallback(new Fallback(List.of(alternatives), after, false));
  }

  /** The reason for which a step fails that sends a message to be treated like that. */
  private String handled(Handling handling) {
    return failure(
        context -> {
          context.send(
              OutboundMessage.draft(context, "email", "ann@x.nl", Json.object())
                  .withHandling(handling));
          return ActionResult.completed();
        });
  }
}
