package dev.workflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.messaging.Suppressions.Suppression;
import dev.workflow.messaging.UnsubscribeEndpoint.Answer;
import dev.workflow.spi.TenantDirectory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsubscribeEndpointTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final ChannelAddress ANN = ChannelAddress.of("email", "o'ann&<b@x.nl");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ONE_CLICK = "List-Unsubscribe=One-Click";
  private static final byte[] NOTHING = new byte[0];

  private final UnsubscribeLinks links =
      UnsubscribeLinks.of(URI.create("https://x.nl/u"), "k".repeat(32));
  private final WorkflowEngine engine =
      WorkflowEngine.builder()
          .tenants(
              tenant ->
                  tenant.equals(ACME)
                      ? Optional.of(TenantDirectory.Settings.DEFAULT)
                      : Optional.empty())
          .build();
  private final UnsubscribeEndpoint endpoint =
      UnsubscribeEndpoint.of(
              engine.messaging().suppressions(), engine.messaging().consents(), links)
          .withClock(() -> NOW);

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  private String query(TenantId tenant, String topic) {
    return links.link(tenant, ANN, topic, NOW).getRawQuery();
  }

  private Answer post(String contentType, String body) {
    return endpoint.handle("POST", query(ACME, null), contentType, body.getBytes(UTF_8));
  }

  private List<Suppression> suppressions() {
    return engine.messaging().suppressions().of(ACME, ANN);
  }

  @Test
  void a_get_asks_and_changes_nothing() {
    Answer answer = endpoint.handle("get", query(ACME, "news & more"), null, NOTHING);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.body())
        .contains("from news &amp; more?")
        .contains("<form method=\"post\"><button name=\"List-Unsubscribe\" value=\"One-Click\">")
        .contains("o&#39;ann&amp;&lt;b@x.nl");
    assertThat(endpoint.handle("HEAD", query(ACME, null), null, NOTHING).status()).isEqualTo(200);
    assertThat(suppressions()).isEmpty();
    assertThat(engine.messaging().consents().history(ACME, ANN)).isEmpty();
  }

  @Test
  void a_post_unsubscribes_and_says_so_each_time() {
    for (int i = 0; i < 2; i++) {
      Answer answer = post(FORM + "; charset=UTF-8", ONE_CLICK);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("is unsubscribed.");
    }
    assertThat(suppressions()).hasSize(1);
    Suppression suppression = suppressions().get(0);
    assertThat(suppression.reason()).isEqualTo(Reason.OPT_OUT);
    assertThat(suppression.scope()).isEqualTo(Scope.MARKETING);
    assertThat(suppression.by()).isEqualTo(Actor.of("recipient"));
    assertThat(suppression.note()).isEqualTo("unsubscribe link");
  }

  @Test
  void a_multipart_post_unsubscribes_too() {
    String body =
        "--b1\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n"
            + "--b1\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n"
            + "--b1--\r\n";
    assertThat(post("multipart/form-data; boundary=b1", body).status()).isEqualTo(200);
    assertThat(suppressions()).hasSize(1);
    assertThat(post("multipart/form-data; boundary=\"b1\"", body).status()).isEqualTo(200);
    assertThat(post("multipart/form-data; boundary=b2", body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/x-www-form-urlencoded | List-Unsubscribe=No",
        "application/x-www-form-urlencoded | x=1",
        "application/x-www-form-urlencoded | %zz=1",
        "application/x-www-form-urlencoded | ''",
        "text/plain | List-Unsubscribe=One-Click",
        " | List-Unsubscribe=One-Click",
        "multipart/form-data | List-Unsubscribe=One-Click",
        "multipart/form-data; boundary=b | One-Click"
      })
  void a_post_that_does_not_ask_for_it_changes_nothing(String type, String body) {
    assertThat(post(type, body).status()).isEqualTo(400);
    assertThat(suppressions()).isEmpty();
  }

  @Test
  void what_is_not_signed_here_or_has_expired_changes_nothing() {
    byte[] body = ONE_CLICK.getBytes(UTF_8);
    for (String query : new String[] {null, "", "token=", "token=v1.AAAA.BBBB", "t%zz"}) {
      assertThat(endpoint.handle("POST", query, FORM, body).status()).isEqualTo(400);
    }
    assertThat(endpoint.handle("POST", query(TenantId.of("gone"), null), FORM, body).status())
        .isEqualTo(400);
    String old =
        links.validFor(Duration.ofDays(1)).token(ACME, ANN, null, NOW.minus(Duration.ofDays(2)));
    assertThat(endpoint.handle("POST", "token=" + old, FORM, body).status()).isEqualTo(410);
    assertThat(endpoint.handle("GET", "token=" + old, null, NOTHING).status()).isEqualTo(410);
    assertThat(suppressions()).isEmpty();
  }

  @Test
  void other_methods_and_large_bodies_are_refused() {
    String query = query(ACME, null);
    assertThat(endpoint.handle("PUT", query, FORM, NOTHING).status()).isEqualTo(405);
    assertThat(endpoint.handle("POST", query, FORM, new byte[65_537]).status()).isEqualTo(413);
  }

  @Test
  void pages_can_be_the_hosts_own() {
    UnsubscribePages own =
        new UnsubscribePages() {
          @Override
          public String question(UnsubscribeLinks.Target target) {
            return "zeker?";
          }

          @Override
          public String done(UnsubscribeLinks.Target target) {
            return "klaar";
          }

          @Override
          public String refused() {
            return "nee";
          }
        };
    assertThat(endpoint.withPages(own).handle("GET", query(ACME, null), null, NOTHING).body())
        .isEqualTo("zeker?");
    assertThat(endpoint.withPages(own).handle("GET", null, null, NOTHING).body()).isEqualTo("nee");
  }
}
