package dev.workflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.TenantId;
import dev.workflow.messaging.UnsubscribeLinks.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UnsubscribeLinksTest {

  private static final URI PAGE = URI.create("https://portal.example/unsubscribe");
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final TenantId ACME = TenantId.of("acme");
  private static final ChannelAddress ANN = ChannelAddress.of("email", "Ann@x.nl");
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "fedcba9876543210fedcba9876543210";
  private static final UnsubscribeLinks LINKS = UnsubscribeLinks.of(PAGE, KEY);

  @Test
  void a_token_names_whom_it_is_about() {
    String token = LINKS.token(ACME, ANN, "news", NOW);
    assertThat(LINKS.read(token)).contains(new Target(ACME, ANN, "news", null));
    assertThat(LINKS.read(LINKS.token(ACME, ANN, null, NOW)))
        .contains(new Target(ACME, ANN, null, null));
    UnsubscribeLinks passing = LINKS.validFor(Duration.ofDays(30));
    assertThat(LINKS.read(passing.token(ACME, ANN, null, NOW)).orElseThrow().expiresAt())
        .isEqualTo("2026-02-04T09:00:00Z");
  }

  @Test
  void a_link_is_a_url_that_needs_no_escaping() {
    URI link = LINKS.link(TenantId.of("ä & ö"), ANN, "n=&?#", NOW);
    assertThat(link.toString())
        .matches(
            "https://portal\\.example/unsubscribe\\?token=v1\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");
    assertThat(LINKS.read(link.getRawQuery().substring("token=".length())).orElseThrow().tenant())
        .isEqualTo(TenantId.of("ä & ö"));
    UnsubscribeLinks query = UnsubscribeLinks.of(URI.create(PAGE + "?lang=nl"), KEY);
    assertThat(query.link(ACME, ANN, null, NOW).toString()).startsWith(PAGE + "?lang=nl&token=v1.");
  }

  @Test
  void what_would_make_links_that_nobody_can_follow_is_refused() {
    assertThatThrownBy(() -> UnsubscribeLinks.of(URI.create(PAGE + "#top"), KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the page to unsubscribe has a fragment, behind which no token is sent: leave out"
                + " \"#top\"");
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> LINKS.validFor(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "links to unsubscribe are valid for more than nothing and at most 36,525 days, not "
                  + wrong);
    }
  }

  @Test
  void no_changed_character_goes_unnoticed() {
    String token = LINKS.token(ACME, ANN, "news", NOW);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    List<String> forged = new ArrayList<>();
    for (int i = 0; i < token.length(); i++) {
      for (char other : alphabet.toCharArray()) {
        String changed = token.substring(0, i) + other + token.substring(i + 1);
        boolean unusedBits = i == token.length() - 1;
        if (!changed.equals(token) && !unusedBits && LINKS.read(changed).isPresent()) {
          forged.add(changed);
        }
      }
    }
    assertThat(forged).isEmpty();
    for (int length = 0; length < token.length(); length++) {
      assertThat(LINKS.read(token.substring(0, length))).isEmpty();
    }
    assertThat(LINKS.read(token + "A")).isEmpty();
  }

  @Test
  void another_key_makes_other_tokens_and_an_older_one_is_still_read() {
    String old = LINKS.token(ACME, ANN, null, NOW);
    assertThat(UnsubscribeLinks.of(PAGE, OTHER).read(old)).isEmpty();
    UnsubscribeLinks both = UnsubscribeLinks.of(PAGE, OTHER, KEY);
    assertThat(both.read(old)).isPresent();
    assertThat(LINKS.read(both.token(ACME, ANN, null, NOW))).isEmpty();
  }

  @Property
  void whatever_is_no_token_is_refused(@ForAll String text) {
    assertThat(LINKS.read(text)).isEmpty();
    assertThat(LINKS.read("v1." + text)).isEmpty();
  }

  @Test
  void a_page_without_tls_and_a_short_key_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnsubscribeLinks.of(URI.create("http://x.nl/u"), KEY))
        .withMessage("the page to unsubscribe needs an https URL, found \"http://x.nl/u\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnsubscribeLinks.of(PAGE, KEY, "short"))
        .withMessage("a key that signs links has at least 32 characters, not 5");
    assertThat(LINKS.toString()).isEqualTo("UnsubscribeLinks[" + PAGE + ", 1 keys]");
  }
}
