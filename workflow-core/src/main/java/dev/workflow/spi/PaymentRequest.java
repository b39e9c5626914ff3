package dev.workflow.spi;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount that is to be paid. Immutable.
 *
 * @param amount more than 0, with no more decimals than the currency has
 */
public record PaymentRequest(ProviderStep step, BigDecimal amount, Currency currency) {

  /** The amount in the smallest units of the currency: 1250 for 12.50 EUR, 500 for 500 JPY. */
  public long minorUnits() {
    return amount.movePointRight(currency.getDefaultFractionDigits()).longValueExact();
  }
}
