package dev.workflow.channels.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.workflow.spi.AddressFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers for {@code sms} and {@code whatsapp}, however they are written: {@code +31 (0)6-12
 * 34 56 78}, {@code 0031612345678}, and {@code 06 12345678} where the country is known, all become
 * {@code +31612345678} (E.164). A number must have a length that its country has; whether anybody
 * answers it, the provider knows.
 *
 * <p>Found through {@code META-INF/services}. Thread-safe.
 */
public final class PhoneNumberFormat implements AddressFormat {

  private static final int LONGEST = 100;
  private static final String EXAMPLE = "such as +31612345678";

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

  @Override
  public Set<String> channels() {
    return Set.of("sms", "whatsapp");
  }

  @Override
  public Result parse(String raw, @Nullable String region) {
    if (raw.length() > LONGEST) {
      return AddressFormat.invalid("is too long for a phone number");
    }
    try {
      PhoneNumber number =
          numbers.parse(raw, region == null ? null : region.toUpperCase(Locale.ROOT));
      if (number.hasExtension()) {
        return AddressFormat.invalid("has an extension, which gets no messages");
      }
      ValidationResult length = numbers.isPossibleNumberWithReason(number);
      return length == ValidationResult.IS_POSSIBLE
          ? AddressFormat.valid(numbers.format(number, PhoneNumberUtil.PhoneNumberFormat.E164))
          : AddressFormat.invalid(reason(length, number.getCountryCode()));
    } catch (NumberParseException e) {
      return AddressFormat.invalid(reason(e.getErrorType()));
    }
  }

  private static String reason(ValidationResult length, int country) {
    return switch (length) {
      case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> "is too short for a number of +" + country;
      case TOO_LONG -> "is too long for a number of +" + country;
      default -> "has a length that no number of +" + country + " has";
    };
  }

  private static String reason(NumberParseException.ErrorType error) {
    return switch (error) {
      case INVALID_COUNTRY_CODE ->
          "has no country that is known: begin with + and the country code, " + EXAMPLE;
      case TOO_LONG -> "is too long for a phone number";
      case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> "is too short for a phone number";
      case NOT_A_NUMBER -> "is not a phone number " + EXAMPLE;
    };
  }
}
