package dev.workflow.channels.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.workflow.channels.Headers;
import dev.workflow.channels.signature.Verification.Flaw;
import dev.workflow.channels.signature.Verification.Invalid;
import dev.workflow.channels.signature.Verification.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksTest {

  /** The vector of the specification's libraries. */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant AT = Instant.ofEpochSecond(1614265330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  /** The first key pair of RFC 8032; the signature was made by another implementation. */
  private static final String PRIVATE =
      "whsk_" + base64("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  private static final String PUBLIC =
      "whpk_" + base64("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  private static final String ED25519 =
      "v1a,fldxM4gAKugP6nnt1hdz3sgGfZ6d99nzrMFnZOELIxbzEHoVmAb2ADpkJK7zgPePmPsle0zV9jSeGlHFG2NVAw==";

  private static final String OTHER = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

  private final StandardWebhooks webhooks = StandardWebhooks.of(WebhookKey.parse(SECRET));

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static Headers headers(String signature) {
    return Headers.of(
        Map.of(
            "Webhook-Id", List.of(ID),
            "Webhook-Timestamp", List.of("1614265330"),
            "Webhook-Signature", List.of(signature)));
  }

  @Nested
  class Signing {

    @Test
    void the_known_vector_is_what_is_signed() {
      Headers headers = webhooks.sign(ID, AT, BODY);
      assertThat(headers).isEqualTo(headers(SIGNATURE));
      assertThat(headers.first("WEBHOOK-TIMESTAMP")).isEqualTo("1614265330");
    }

    @Test
    void a_private_key_signs_as_the_other_implementation_does() {
      StandardWebhooks asymmetric = StandardWebhooks.of(WebhookKey.parse(PRIVATE));
      assertThat(asymmetric.sign(ID, AT, BODY)).isEqualTo(headers(ED25519));
    }

    @Test
    void every_key_signs_while_a_key_is_changed() {
      Headers headers =
          StandardWebhooks.of(
                  WebhookKey.parse(PRIVATE), WebhookKey.parse(SECRET), WebhookKey.parse(PUBLIC))
              .sign(ID, AT, BODY);
      assertThat(headers).isEqualTo(headers(ED25519 + " " + SIGNATURE));
    }

    @Test
    void public_keys_alone_do_not_sign() {
      StandardWebhooks verifier = StandardWebhooks.of(WebhookKey.parse(PUBLIC));
      assertThatIllegalStateException()
          .isThrownBy(() -> verifier.sign(ID, AT, BODY))
          .withMessage("public keys verify, they do not sign: [whpk_…]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "msg.1", "msg 1", "msg\r\n1", "msgä"})
    void an_id_that_could_be_mistaken_is_refused(String id) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> webhooks.sign(id, AT, BODY))
          .withMessage("a webhook id has 1 to 256 visible ASCII characters and no full stop");
    }
  }

  @Nested
  class Verifying {

    @Test
    void the_known_vectors_are_valid() {
      assertThat(webhooks.verify(headers(SIGNATURE), BODY, AT)).isEqualTo(new Valid(0));
      assertThat(StandardWebhooks.of(WebhookKey.parse(PUBLIC)).verify(headers(ED25519), BODY, AT))
          .isEqualTo(new Valid(0));
    }

    @Test
    void one_of_several_signatures_and_one_of_several_keys_is_enough() {
      StandardWebhooks two =
          StandardWebhooks.of(
              WebhookKey.parse(OTHER), WebhookKey.parse(SECRET), WebhookKey.parse(PUBLIC));
      assertThat(two.verify(headers("v2,AAAA v1,AAAA " + SIGNATURE), BODY, AT))
          .isEqualTo(new Valid(1));
      assertThat(two.verify(headers("v1,%%% " + ED25519), BODY, AT)).isEqualTo(new Valid(2));
    }

    @Test
    void a_signature_of_another_version_does_not_count() {
      assertMismatch(headers(SIGNATURE.replace("v1,", "v1a,")));
      assertMismatch(headers(SIGNATURE.replace("v1,", "v2,")));
      assertMismatch(headers(SIGNATURE.replace("v1,", "")));
      assertMismatch(headers("v1,"));
      assertMismatch(headers("v1a,AAAA"));
    }

    @Test
    void signatures_behind_the_twentieth_are_not_looked_at() {
      assertThat(webhooks.verify(headers("v1,AAAA ".repeat(19) + SIGNATURE), BODY, AT).isValid())
          .isTrue();
      assertMismatch(headers("v1,AAAA ".repeat(20) + SIGNATURE));
    }

    private void assertMismatch(Headers headers) {
      assertThat(webhooks.verify(headers, BODY, AT))
          .isEqualTo(new Invalid(Flaw.MISMATCH, "no signature in webhook-signature fits the key"));
    }

    @Test
    void the_time_is_tolerated_for_five_minutes_on_both_sides() {
      assertThat(webhooks.verify(headers(SIGNATURE), BODY, AT.plusSeconds(300)).isValid()).isTrue();
      assertThat(webhooks.verify(headers(SIGNATURE), BODY, AT.minusSeconds(300)).isValid())
          .isTrue();
      assertThat(webhooks.verify(headers(SIGNATURE), BODY, AT.plusSeconds(301)))
          .isEqualTo(new Invalid(Flaw.EXPIRED, "signed 301 s ago; at most 300 s are tolerated"));
      assertThat(webhooks.verify(headers(SIGNATURE), BODY, AT.minusSeconds(301)))
          .isEqualTo(
              new Invalid(
                  Flaw.FUTURE, "signed 301 s ahead of this clock; at most 300 s are tolerated"));
      assertThat(
              webhooks
                  .withTolerance(Duration.ofDays(1))
                  .verify(headers(SIGNATURE), BODY, AT.plusSeconds(301))
                  .isValid())
          .isTrue();
    }

    @Test
    void what_is_missing_or_cannot_be_read_is_said() {
      assertThat(webhooks.verify(Headers.none(), BODY, AT))
          .isEqualTo(new Invalid(Flaw.MISSING, "the header webhook-id is missing"));
      assertThat(webhooks.verify(headers(SIGNATURE).with("webhook-id", "x"), BODY, AT))
          .isEqualTo(new Invalid(Flaw.MALFORMED, "the header webhook-id is there more than once"));
      assertThat(
              webhooks.verify(
                  Headers.of("webhook-id", "a.b")
                      .with("webhook-timestamp", "1")
                      .with("webhook-signature", SIGNATURE),
                  BODY,
                  AT))
          .isEqualTo(
              new Invalid(
                  Flaw.MALFORMED,
                  "the header webhook-id is not 1 to 256 visible ASCII characters without a full"
                      + " stop"));
      assertThat(
              webhooks.verify(
                  Headers.of("webhook-id", ID)
                      .with("webhook-timestamp", "+1614265330")
                      .with("webhook-signature", SIGNATURE),
                  BODY,
                  AT))
          .isEqualTo(
              new Invalid(
                  Flaw.MALFORMED,
                  "the header webhook-timestamp is not a number of seconds since 1970"));
    }

    @Test
    void a_tolerance_of_nothing_is_refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> webhooks.withTolerance(Duration.ZERO))
          .withMessage("the tolerance must be positive, was PT0S");
    }
  }

  @Nested
  class Keys {

    @Test
    void a_new_key_survives_its_text_and_hides_it() {
      WebhookKey key = WebhookKey.generate();
      assertThat(WebhookKey.parse(key.text()).text()).isEqualTo(key.text());
      assertThat(key).hasToString("whsec_…");
      assertThat(key.text()).isNotEqualTo(WebhookKey.generate().text());
    }

    @Test
    void a_private_key_may_have_the_public_one_behind_it() {
      WebhookKey joined =
          WebhookKey.parse(
              "whsk_"
                  + base64(
                      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
                          + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
      assertThat(joined.text()).isEqualTo(PRIVATE);
    }

    @Test
    void a_key_of_the_wrong_length_is_refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebhookKey.parse("whsec_AAAA"))
          .withMessage("a webhook key whsec_… has 24 to 64 bytes, this one has 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebhookKey.parse("whpk_AAAA"))
          .withMessage("a webhook key whpk_… has 32 bytes, this one has 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebhookKey.parse("whsk_AAAA"))
          .withMessage("a webhook key whsk_… has 32 or 64 bytes, this one has 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebhookKey.parse("my password"))
          .withMessage("a webhook key is base64 behind whsec_; this one is not");
      assertThatIllegalArgumentException()
          .isThrownBy(StandardWebhooks::of)
          .withMessage("webhooks need at least one key");
    }
  }

  @Property(tries = 200)
  void what_is_signed_is_valid(
      @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 40) String id,
      @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
      @ForAll @Size(max = 300) byte[] body) {
    Instant at = Instant.ofEpochSecond(second);
    assertThat(webhooks.verify(webhooks.sign(id, at, body), body, at)).isEqualTo(new Valid(0));
  }

  @Property(tries = 200)
  void a_changed_bit_of_the_body_is_noticed(
      @ForAll @Size(min = 1, max = 300) byte[] body, @ForAll @IntRange(max = 7) int bit) {
    Headers headers = webhooks.sign(ID, AT, body);
    byte[] changed = body.clone();
    changed[body.length / 2] ^= (byte) (1 << bit);
    assertThat(webhooks.verify(headers, changed, AT).isValid()).isFalse();
  }

  @Property(tries = 500)
  void no_header_makes_it_throw(@ForAll String id, @ForAll String time, @ForAll String signature) {
    Headers headers =
        Headers.of("webhook-id", id)
            .with("webhook-timestamp", time)
            .with("webhook-signature", signature);
    assertThat(webhooks.verify(headers, BODY, AT)).isInstanceOf(Invalid.class);
  }
}
