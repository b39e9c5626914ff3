package dev.workflow.spi;

/**
 * Has documents uploaded, for {@code request_document}. Registered and found like {@link
 * SignatureProvider}.
 *
 * <p>The answer of a {@link ProviderReport.Done}: {@code documents}, a list of {@code name}, {@code
 * type} (media type), {@code bytes}, {@code uri?}, {@code sha256?}, and {@code comment?}.
 */
public non-sealed interface DocumentProvider extends TaskProvider<DocumentRequest> {}
