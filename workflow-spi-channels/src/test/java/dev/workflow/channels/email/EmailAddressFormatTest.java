package dev.workflow.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.AddressFormat.Result;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressFormatTest {

  private final AddressFormat format = new EmailAddressFormat();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann.Lee@Example.COM | ann.lee@example.com | Ann.Lee@example.com",
        "Ann Lee <ann@X.nl> | ann@x.nl | Ann Lee <ann@x.nl>",
        "ann@Müller.example | ann@xn--mller-kva.example | ann@xn--mller-kva.example",
        "ann@straße.de | ann@xn--strae-oqa.de | ann@xn--strae-oqa.de",
        "\"ann\"@x.nl | ann@x.nl | ann@x.nl",
        "<@relay:ann@x.nl> | ann@x.nl | ann@x.nl",
        "ann(home)@x.nl. | ann@x.nl | home <ann@x.nl>",
        "\"ann lee\"@x.nl | \"ann lee\"@x.nl | \"ann lee\"@x.nl",
        "ann..b@docomo.ne.jp | ann..b@docomo.ne.jp | \"ann..b\"@docomo.ne.jp",
        "\"Lee, Ann\" <ann@x.nl> | ann@x.nl | \"Lee, Ann\" <ann@x.nl>",
        "=?UTF-8?Q?J=C3=B6rg?= <j@x.nl> | j@x.nl | \"Jörg\" <j@x.nl>",
        "ann+tag@x.nl | ann+tag@x.nl | ann+tag@x.nl",
      })
  void anAddressHasOneForm(String raw, String address, String recipient) {
    assertThat(format.parse(raw, null)).isEqualTo(new Result.Valid(address, recipient));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "@x.nl",
        "ann@",
        "a@x.nl, b@x.nl",
        "a@b@c.nl",
        "a b@x.nl",
        "a@x..nl",
        "<a@x.nl",
        "group: a@x.nl;",
        "a@x.nl\r\nBcc: b@x.nl",
        "jösé@x.nl",
      })
  void anythingElseIsRefused(String raw) {
    assertThat(format.parse(raw, null))
        .isEqualTo(new Result.Invalid("is not an e-mail address such as ann@example.com"));
  }

  @Test
  void bothFormatsAreFound() {
    assertThat(ServiceLoader.load(AddressFormat.class).stream())
        .extracting(found -> found.get().channels().size())
        .containsExactlyInAnyOrder(1, 2);
  }
}
