package dev.workflow.channels.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.Channels;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
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
  private static final Pattern BETWEEN = Pattern.compile("[\\p{Z}\\p{Cf}\\p{Pd}()./]");
  private static final Pattern BARE = Pattern.compile("[1-9][0-9]{4,14}");
  private static final String EXAMPLE = "such as +31612345678";

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

  @Override
  public Set<String> channels() {
    return Set.copyOf(Channels.BY_PHONE);
  }

  @Override
  public Result parse(String raw, @Nullable String region) {
    return read(raw, region, false);
  }

  /** Providers write the country code, with or without a plus. */
  @Override
  public Result sender(String raw, @Nullable String region) {
    return read(raw, region, true);
  }

  /**
   * Digits without a plus that begin with no zero are a number of the region, or one with its
   * country code; where they can be both, {@code abroad} decides.
   */
  private Result read(String raw, @Nullable String region, boolean abroad) {
    if (raw.length() > LONGEST) {
      return AddressFormat.invalid("is too long for a phone number");
    }
    String home = region == null ? null : region.toUpperCase(Locale.ROOT);
    String digits = BETWEEN.matcher(raw).replaceAll("");
    if (BARE.matcher(digits).matches()) {
      PhoneNumber whole = valid("+" + digits, null);
      PhoneNumber number = abroad && whole != null ? whole : valid(digits, home);
      number = number == null ? whole : number;
      if (number != null) {
        return AddressFormat.valid(e164(number));
      }
    }
    try {
      PhoneNumber number = numbers.parse(raw, home);
      if (number.hasExtension()) {
        return AddressFormat.invalid("has an extension, which gets no messages");
      }
      ValidationResult length = numbers.isPossibleNumberWithReason(number);
      return length == ValidationResult.IS_POSSIBLE
          ? AddressFormat.valid(e164(number))
          : AddressFormat.invalid(reason(length, number.getCountryCode()));
    } catch (NumberParseException e) {
      return AddressFormat.invalid(reason(e.getErrorType()));
    }
  }

  private @Nullable PhoneNumber valid(String text, @Nullable String home) {
    try {
      PhoneNumber number = numbers.parse(text, home);
      return numbers.isValidNumber(number) && !number.hasExtension() ? number : null;
    } catch (NumberParseException e) {
      return null;
    }
  }

  private String e164(PhoneNumber number) {
    return numbers.format(number, PhoneNumberUtil.PhoneNumberFormat.E164);
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
