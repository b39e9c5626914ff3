package dev.workflow.messaging.internal.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.WorkflowException;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.AddressFormat.Result;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFormatsTest {

  private final AddressFormats plain = AddressFormats.of(List.of());

  private Result parse(String channel, String raw) {
    return plain.parse(channel, raw, null);
  }

  @ParameterizedTest
  @CsvSource({
    "email, ANN@Example.com , ann@example.com, ANN@Example.com",
    "email, Ann <Ann@x.nl>, ann@x.nl, Ann <Ann@x.nl>",
    "sms, +31 (0)6-12.34, +31061234, +31061234",
    "whatsapp, 0612345678, 0612345678, 0612345678",
    "in_app, user 7, user 7, user 7",
  })
  void anAddressHasOneForm(String channel, String raw, String address, String recipient) {
    assertThat(parse(channel, raw)).isEqualTo(new Result.Valid(address, recipient));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "ann@",
        "@x.nl",
        "a@b@c",
        "a@x.nl, b@x.nl",
        "<a@x.nl",
        "a b@x.nl",
        "x <<a@x.nl>"
      })
  void noEMailAddressIsRefused(String raw) {
    assertThat(parse("email", raw))
        .isEqualTo(new Result.Invalid("is not an e-mail address such as ann@example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "12", "+", "06x12345", "1234567890123456789012"})
  void noPhoneNumberIsRefused(String raw) {
    assertThat(parse("sms", raw))
        .isEqualTo(new Result.Invalid("is not a phone number such as +31612345678"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"email", "sms", "in_app", "whatever"})
  void whatNoChannelTakesIsRefusedOnEvery(String channel) {
    String lines = "must not hold a line break or another control character";
    assertThat(parse(channel, "a@x.nl\r\nBcc: b@x.nl")).isEqualTo(new Result.Invalid(lines));
    assertThat(parse(channel, "+3161\u0000234")).isEqualTo(new Result.Invalid(lines));
    assertThat(parse(channel, "a\uD800@x.nl")).isEqualTo(new Result.Invalid(lines));
    assertThat(parse(channel, " ")).isEqualTo(new Result.Invalid("must not be empty"));
    assertThat(parse(channel, "1".repeat(1_001)))
        .isEqualTo(new Result.Invalid("has 1001 characters; at most 1000 are allowed"));
  }

  private static final class Users implements AddressFormat {
    @Override
    public Set<String> channels() {
      return Set.of("in_app", "sms");
    }

    @Override
    public Result parse(String raw, @Nullable String region) {
      return AddressFormat.valid(region + ":" + raw);
    }
  }

  @Test
  void aRegisteredFormatWinsAndTwoForOneChannelAreRefused() {
    AddressFormats formats = AddressFormats.of(List.of(new Users()));
    assertThat(formats.parse("sms", " x ", "NL")).isEqualTo(AddressFormat.valid("NL:x"));
    assertThat(formats.parse("whatsapp", "0612", "NL")).isEqualTo(AddressFormat.valid("0612"));
    assertThatThrownBy(() -> AddressFormats.of(List.of(new Users(), new Users())))
        .isInstanceOf(WorkflowException.class)
        .hasMessageMatching(
            "two AddressFormats registered serve the channel \"(in_app|sms)\":"
                + " dev.workflow.messaging.internal.recipient.AddressFormatsTest\\$Users and"
                + " dev.workflow.messaging.internal.recipient.AddressFormatsTest\\$Users; remove one of them");
  }
}
