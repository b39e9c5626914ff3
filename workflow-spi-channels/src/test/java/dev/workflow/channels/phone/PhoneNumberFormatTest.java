package dev.workflow.channels.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.AddressFormat.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneNumberFormatTest {

  private final AddressFormat format = new PhoneNumberFormat();

  @ParameterizedTest
  @CsvSource({
    "+31 (0)6-12 34 56 78, , +31612345678",
    "+31612345678, US, +31612345678",
    "0031 6 12345678, NL, +31612345678",
    "06 12.34.56.78, nl, +31612345678",
    "tel:+31-6-12345678, , +31612345678",
    "0171 1234567, DE, +491711234567",
    "(415) 555-2671, US, +14155552671",
    "06 1234 5678, IT, +390612345678",
    "３９ 06 1234 5678, IT, +390612345678",
    "31612345678, , +31612345678",
    "31612345678, DE, +31612345678",
    "491711234567, NL, +491711234567",
    "4155552671, US, +14155552671",
    "6085551234, US, +16085551234",
    "31987654321, BR, +5531987654321",
    "011 15 2345-6789, AR, +5491123456789",
    "+54 11 15 2345-6789, , +5491123456789",
    "whatsapp:+31612345678, , +31612345678",
  })
  void aNumberHasOneForm(String raw, String region, String number) {
    assertThat(format.parse(raw, region)).isEqualTo(AddressFormat.valid(number));
  }

  @ParameterizedTest
  @CsvSource({
    "31612345678, DE, +31612345678",
    "31612345678, BR, +31612345678",
    "6585551234, US, +6585551234",
    "4155552671, US, +14155552671",
    "31987654321, BR, +5531987654321",
    "0644444444, NL, +31644444444",
    "+31644444444, US, +31644444444",
  })
  void who_writes_has_a_country_code_if_it_can_be_one(String from, String region, String number) {
    assertThat(format.sender(from, region)).isEqualTo(AddressFormat.valid(number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "06 12345678 | | has no country that is known: begin with + and the country code, such as +31612345678",
        "06 12345678 | XX | has no country that is known: begin with + and the country code, such as +31612345678",
        "+999 12345678 | | has no country that is known: begin with + and the country code, such as +31612345678",
        "+1 415 555 26 | | is too short for a number of +1",
        "+31 6 1234 5678 90123 | | is too long for a number of +31",
        "+31 6 12345678 ext. 5 | | has an extension, which gets no messages",
        "ann@example.com | NL | is not a phone number such as +31612345678",
        "+ | NL | is not a phone number such as +31612345678",
      })
  void aMistakeIsNamed(String raw, String region, String reason) {
    assertThat(format.parse(raw, region)).isEqualTo(new Result.Invalid(reason));
  }

  @Test
  void nothingIsTooLongToBeRefused() {
    assertThat(format.parse("1".repeat(1_000_000), "NL"))
        .isEqualTo(new Result.Invalid("is too long for a phone number"));
  }
}
