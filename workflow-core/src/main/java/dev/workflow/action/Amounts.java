package dev.workflow.action;

import dev.workflow.Problems;
import dev.workflow.internal.text.Wording;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Reads amounts of money: exact decimals, in the units of ISO 4217. */
final class Amounts {

  private static final int MOST_DIGITS = 15;
  private static final int LONGEST = 40;

  private Amounts() {}

  /** A currency by its code; null (and a problem) if there is none. */
  static @Nullable Currency currency(String code, Problems problems) {
    try {
      Currency currency = Currency.getInstance(code);
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    problems.add("expected a currency of ISO 4217 such as \"EUR\", found " + Wording.quoted(code));
    return null;
  }

  /**
   * An amount; null (and a problem) if it is none.
   *
   * @param currency tells how many decimals there may be; null: two
   */
  static @Nullable BigDecimal amount(String text, @Nullable Currency currency, Problems problems) {
    BigDecimal amount = text.length() > LONGEST ? null : decimal(text);
    if (amount == null || amount.signum() <= 0 || amount.precision() > MOST_DIGITS) {
      problems.add(
          "expected an amount of more than 0 such as 12.50, with at most "
              + MOST_DIGITS
              + " digits; found "
              + Wording.quoted(text));
      return null;
    }
    int digits = currency == null ? 2 : currency.getDefaultFractionDigits();
    if (amount.scale() > digits) {
      problems.add(
          "has more decimals than "
              + (currency == null ? "the currency" : currency.getCurrencyCode())
              + ", which has "
              + digits
              + ": "
              + Wording.quoted(text));
      return null;
    }
    return amount.setScale(digits);
  }

  /** Without zeros at the end; null if it is none, or one that is dear to write out. */
  private static @Nullable BigDecimal decimal(String text) {
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      return Math.abs((long) number.scale()) > MOST_DIGITS ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A number of bytes; null (and a problem) if it is none. */
  static @Nullable Long bytes(String text, Problems problems) {
    BigDecimal number = text.length() > LONGEST ? null : decimal(text);
    if (number != null && number.scale() <= 0 && number.signum() > 0) {
      return number.longValueExact();
    }
    problems.add("expected a whole number of bytes from 1, found " + Wording.quoted(text));
    return null;
  }
}
