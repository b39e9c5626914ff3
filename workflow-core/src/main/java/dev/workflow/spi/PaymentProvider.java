package dev.workflow.spi;

/**
 * Has amounts paid, for {@code payment}. Registered and found like {@link SignatureProvider}.
 *
 * <p>The answer of a {@link ProviderReport.Done}: {@code amount} (what was paid, as a decimal
 * number or text in units of the currency), {@code currency} (ISO 4217), {@code paymentId?}, {@code
 * paidAt?}, {@code comment?}.
 */
public non-sealed interface PaymentProvider extends TaskProvider<PaymentRequest> {}
