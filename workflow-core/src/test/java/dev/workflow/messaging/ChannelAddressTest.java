package dev.workflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email | Ann@X.NL | ann@x.nl",
        "email | Ann de Wit <Ann@x.nl> | ann@x.nl",
        "email | <ann@x.nl> | ann@x.nl",
        "email | ann+news@x.nl | ann+news@x.nl",
        "email | ann@bücher.example | ann@xn--bcher-kva.example",
        "email | nobody | nobody",
        "sms | +31 (6) 12.34-56/78 | +31612345678",
        "sms | 0031612345678 | +31612345678",
        "whatsapp | 31612345678 | +31612345678",
        "whatsapp | whatsapp:+31612345678 | +31612345678",
        "sms | 0612345678 | 0612345678",
        "sms | Portal | Portal",
        "sms | \u202A+31 6 1234\u20115678\u202C | +31612345678",
        "sms | ＋３１ ６ １２３４５６７８ | +31612345678",
        "sms | +٣١٦١٢٣٤٥٦٧٨ | +31612345678",
        "whatsapp | tel:+31-6-12345678 | +31612345678",
        "whatsapp | 553188887777 | +5531988887777",
        "whatsapp | 5531988887777 | +5531988887777",
        "voice | +553132223333 | +553132223333",
        "whatsapp | 5215512345678 | +525512345678",
        "sms | +52 55 1234 5678 | +525512345678",
        "whatsapp | 5491123456789 | +5491123456789",
        "whatsapp | +54 11 2345-6789 | +5491123456789",
        "voice | +541123456789 | +541123456789",
        "in_app | User-7 | User-7"
      })
  void spellings_of_one_address_are_one(String channel, String address, String normal) {
    assertThat(ChannelAddress.of(channel, address).address()).isEqualTo(normal);
    assertThat(ChannelAddress.of(channel, normal)).isEqualTo(ChannelAddress.of(channel, address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "a@", "@b", "a@b@c", "<", ">", "<>", "a@..", "\uD800@x", "a@-.-"})
  void what_is_no_address_comes_back_and_is_normal_already(String text) {
    String normal = ChannelAddress.normal("email", text);
    assertThat(ChannelAddress.normal("email", normal)).isEqualTo(normal);
  }

  @Test
  void an_empty_one_is_refused() {
    assertThatThrownBy(() -> ChannelAddress.of("sms", " "))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The address has a problem:\n  (document): must not be empty");
    assertThatThrownBy(() -> ChannelAddress.of("", "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The channel has a problem:\n  (document): must not be empty");
    assertThat(ChannelAddress.of("sms", "+31612345678")).hasToString("sms:+31612345678");
  }
}
