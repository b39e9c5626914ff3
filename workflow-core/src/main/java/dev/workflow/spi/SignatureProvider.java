package dev.workflow.spi;

/**
 * Has documents signed, for {@code signature}. Registered on the engine's builder, or found through
 * {@code META-INF/services/dev.workflow.spi.SignatureProvider}; a registered one wins over a found
 * one of the same name. The engine brings one called {@code local}, whose sessions people finish by
 * answering the step.
 *
 * <p>The answer of a {@link ProviderReport.Done}: {@code signed} (true), {@code signedBy?}, {@code
 * signedAt?} (RFC 3339), {@code comment?}.
 */
public non-sealed interface SignatureProvider extends TaskProvider<SignatureRequest> {}
