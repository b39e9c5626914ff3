package dev.workflow.channels.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.channels.Headers;
import dev.workflow.channels.signature.Verification.Flaw;
import dev.workflow.channels.signature.Verification.Invalid;
import dev.workflow.channels.signature.Verification.Valid;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values come from the providers' documentation, or from OpenSSL. */
class ProviderSignaturesTest {

  @Nested
  class Meta {

    private static final String HEADER = "X-Hub-Signature-256";
    private static final String SECRET = "It's a Secret to Everybody";
    private static final byte[] BODY = "Hello, World!".getBytes(UTF_8);
    private static final String SIGNATURE =
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private final MetaSignature meta = MetaSignature.of(SECRET);

    @Test
    void the_known_vector_is_valid() {
      assertThat(meta.verify(Headers.of(HEADER, SIGNATURE), BODY)).isEqualTo(new Valid(0));
      assertThat(
              MetaSignature.of("new", SECRET)
                  .verify(Headers.of("x-hub-signature-256", SIGNATURE), BODY))
          .isEqualTo(new Valid(1));
    }

    @Test
    void escaped_letters_are_signed_as_they_were_sent() {
      byte[] escaped = "{\"name\":\"J\\u00f6rg\"}".getBytes(UTF_8);
      Headers headers =
          Headers.of(
              HEADER, "sha256=b521ccb906ad83ab1bac261a9bc0943959367270d3e3e3954122a98e9d96a7d1");
      assertThat(meta.verify(headers, escaped).isValid()).isTrue();
      assertThat(meta.verify(headers, "{\"name\":\"Jörg\"}".getBytes(UTF_8)).isValid()).isFalse();
    }

    @Test
    void what_does_not_fit_is_said() {
      assertThat(meta.verify(Headers.none(), BODY))
          .isEqualTo(new Invalid(Flaw.MISSING, "the header X-Hub-Signature-256 is missing"));
      assertThat(meta.verify(Headers.of(HEADER, SIGNATURE).with(HEADER, SIGNATURE), BODY))
          .isEqualTo(
              new Invalid(
                  Flaw.MALFORMED, "the header X-Hub-Signature-256 is there more than once"));
      assertThat(meta.verify(Headers.of(HEADER, SIGNATURE), "Hello".getBytes(UTF_8)))
          .isEqualTo(
              new Invalid(Flaw.MISMATCH, "no signature in X-Hub-Signature-256 fits the key"));
      assertThat(MetaSignature.of("a", "b").verify(Headers.of(HEADER, SIGNATURE), BODY))
          .isEqualTo(
              new Invalid(
                  Flaw.MISMATCH, "no signature in X-Hub-Signature-256 fits any of the keys"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256=", "sha1=757107ea", "sha256=75", "sha256=zz"})
    void another_form_is_malformed(String value) {
      assertThat(meta.verify(Headers.of(HEADER, value), BODY))
          .isEqualTo(
              new Invalid(
                  Flaw.MALFORMED,
                  "the header X-Hub-Signature-256 is not sha256= and 64 hexadecimal digits"));
    }

    @Test
    void an_empty_secret_is_refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MetaSignature.of("secret", ""))
          .withMessage("the app secret must not be empty: with an empty key anybody can sign");
    }
  }

  @Nested
  class Twilio {

    private static final String HEADER = "X-Twilio-Signature";
    private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private static final byte[] FORM =
        ("Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309"
                + "&CallSid=CA1234567890ABCDE")
            .getBytes(UTF_8);
    private static final byte[] JSON =
        "{\"property\": \"value\", \"boolean\": true}".getBytes(UTF_8);
    private static final String HASHED =
        URL + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

    private final TwilioSignature twilio = TwilioSignature.of("12345");

    private Headers form(String signature) {
      return Headers.of(HEADER, signature)
          .with("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    }

    private Headers json(String signature) {
      return Headers.of(HEADER, signature).with("Content-Type", "application/json");
    }

    @Test
    void the_known_vectors_are_valid() {
      assertThat(twilio.verify(URL, form("RSOYDt4T1cUTdK1PDd93/VVr8B8="), FORM))
          .isEqualTo(new Valid(0));
      assertThat(twilio.verify(HASHED, json("a9nBmqA0ju/hNViExpshrM61xv4="), JSON))
          .isEqualTo(new Valid(0));
      assertThat(
              twilio.verify(
                  URL,
                  form("IK+Dwps556ElfBT0I3Rgjkr1wJU="),
                  "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234".getBytes(UTF_8)))
          .isEqualTo(new Valid(0));
    }

    @Test
    void a_default_port_makes_no_difference() {
      String withPort = URL.replace("mycompany.com", "mycompany.com:443");
      assertThat(twilio.verify(withPort, form("RSOYDt4T1cUTdK1PDd93/VVr8B8="), FORM))
          .isEqualTo(new Valid(0));
    }

    @Test
    void the_url_before_the_proxy_is_what_counts() {
      String seen = URL.replace("https", "http");
      assertThat(twilio.verify(seen, form("RSOYDt4T1cUTdK1PDd93/VVr8B8="), FORM))
          .isEqualTo(new Invalid(Flaw.MISMATCH, "no signature in X-Twilio-Signature fits the key"));
    }

    @Test
    void a_body_that_is_no_form_needs_its_hash_in_the_url() {
      assertThat(twilio.verify(URL, json("a9nBmqA0ju/hNViExpshrM61xv4="), JSON))
          .isEqualTo(
              new Invalid(
                  Flaw.MISSING, "the body is no form, and the URL's query has no bodySHA256"));
      assertThat(twilio.verify(HASHED, json("a9nBmqA0ju/hNViExpshrM61xv4="), "{}".getBytes(UTF_8)))
          .isEqualTo(new Invalid(Flaw.MISMATCH, "the body does not fit the bodySHA256 of the URL"));
    }

    @Test
    void what_cannot_be_read_is_said() {
      assertThat(twilio.verify(URL, Headers.none(), FORM))
          .isEqualTo(new Invalid(Flaw.MISSING, "the header X-Twilio-Signature is missing"));
      assertThat(twilio.verify(URL, form("%"), FORM))
          .isEqualTo(new Invalid(Flaw.MALFORMED, "the header X-Twilio-Signature is not base64"));
      assertThat(twilio.verify(URL, form("AAAA"), "a=%zz".getBytes(UTF_8)))
          .isEqualTo(new Invalid(Flaw.MALFORMED, "the form or the query is not url-encoded"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> twilio.verify("/myapp.php", form("AAAA"), FORM))
          .withMessage("expected the public URL with scheme and host, found \"/myapp.php\"");
    }
  }

  @Nested
  class Stripe {

    private static final String HEADER = "Stripe-Signature";
    private static final Instant AT = Instant.ofEpochSecond(1492774577);
    private static final byte[] BODY = "{\"id\":\"evt_1\"}".getBytes(UTF_8);
    private static final String HEX =
        "7656fc2882a7ca0a651666b36bf2f2f22ee204f54f608f227498a2419f2890b2";

    private final StripeSignature stripe = StripeSignature.of("whsec_test");

    @Test
    void the_vector_of_another_implementation_is_valid() {
      Headers headers = Headers.of(HEADER, "t=1492774577,v1=" + HEX + ",v0=abc");
      assertThat(stripe.verify(headers, BODY, AT)).isEqualTo(new Valid(0));
      assertThat(StripeSignature.of("new", "whsec_test").verify(headers, BODY, AT))
          .isEqualTo(new Valid(1));
      assertThat(stripe.verify(headers, "{}".getBytes(UTF_8), AT))
          .isEqualTo(new Invalid(Flaw.MISMATCH, "no signature in Stripe-Signature fits the key"));
    }

    @Test
    void one_of_several_signatures_is_enough() {
      Headers headers = Headers.of(HEADER, "t=1492774577, v1=" + "0".repeat(64) + ", v1=" + HEX);
      assertThat(stripe.verify(headers, BODY, AT)).isEqualTo(new Valid(0));
    }

    @Test
    void a_replay_is_noticed_after_five_minutes() {
      Headers headers = Headers.of(HEADER, "t=1492774577,v1=" + HEX);
      assertThat(stripe.verify(headers, BODY, AT.plusSeconds(301)))
          .isEqualTo(new Invalid(Flaw.EXPIRED, "signed 301 s ago; at most 300 s are tolerated"));
      assertThat(stripe.verify(headers, BODY, AT.minusSeconds(301)))
          .isEqualTo(
              new Invalid(
                  Flaw.FUTURE, "signed 301 s ahead of this clock; at most 300 s are tolerated"));
      assertThat(
              stripe
                  .withTolerance(Duration.ofHours(1))
                  .verify(headers, BODY, AT.plusSeconds(301))
                  .isValid())
          .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "t=1",
          "v1=00",
          "t=1,t=2,v1=" + HEX,
          "t=x,v1=" + HEX,
          "v1=" + HEX,
          "t=1,v0=" + HEX
        })
    void another_form_is_malformed(String value) {
      assertThat(stripe.verify(Headers.of(HEADER, value), BODY, AT))
          .isEqualTo(
              new Invalid(
                  Flaw.MALFORMED,
                  "the header Stripe-Signature is not t=<seconds>,v1=<64 hexadecimal digits>"));
    }
  }

  @Nested
  class DocuSign {

    private static final byte[] BODY = "{\r\n \"event\":\"envelope-completed\"}".getBytes(UTF_8);
    private static final String SIGNATURE = "Vn8irJBhrTaqxRoXlTgo0ILVcRHtAJrE/rIpBF/ikEM=";

    private final DocuSignSignature docuSign = DocuSignSignature.of("connect-key");

    @Test
    void any_of_the_numbered_signatures_is_enough() {
      Headers headers =
          Headers.of("X-DocuSign-Signature-1", "AAAA").with("X-DocuSign-Signature-2", SIGNATURE);
      assertThat(docuSign.verify(headers, BODY)).isEqualTo(new Valid(0));
      assertThat(DocuSignSignature.of("new", "connect-key").verify(headers, BODY))
          .isEqualTo(new Valid(1));
    }

    @Test
    void line_endings_count() {
      byte[] changed = new String(BODY, UTF_8).replace("\r\n", "\n").getBytes(UTF_8);
      assertThat(docuSign.verify(Headers.of("X-DocuSign-Signature-1", SIGNATURE), changed))
          .isEqualTo(
              new Invalid(Flaw.MISMATCH, "no signature in X-DocuSign-Signature-1 fits the key"));
    }

    @Test
    void what_is_missing_or_cannot_be_read_is_said() {
      assertThat(docuSign.verify(Headers.of("X-Authorization-Digest", "HMACSHA256"), BODY))
          .isEqualTo(new Invalid(Flaw.MISSING, "the header X-DocuSign-Signature-1 is missing"));
      assertThat(docuSign.verify(Headers.of("X-DocuSign-Signature-1", "%"), BODY))
          .isEqualTo(
              new Invalid(Flaw.MALFORMED, "the header X-DocuSign-Signature-1 is not base64"));
    }
  }

  @Property(tries = 300)
  void no_header_makes_it_throw(@ForAll String value, @ForAll @Size(max = 50) byte[] body) {
    assertThat(MetaSignature.of("key").verify(Headers.of("X-Hub-Signature-256", value), body))
        .isInstanceOf(Invalid.class);
    assertThat(
            StripeSignature.of("key")
                .verify(Headers.of("Stripe-Signature", value), body, Instant.EPOCH))
        .isInstanceOf(Invalid.class);
    assertThat(
            TwilioSignature.of("key")
                .verify("https://a.example/", Headers.of("X-Twilio-Signature", value), body))
        .isInstanceOf(Invalid.class);
    assertThat(
            DocuSignSignature.of("key").verify(Headers.of("X-DocuSign-Signature-1", value), body))
        .isInstanceOf(Invalid.class);
  }
}
