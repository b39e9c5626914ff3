package dev.workflow.spi;

import org.jspecify.annotations.Nullable;

/**
 * A document that is to be signed. Immutable.
 *
 * @param signer who is to sign, such as an e-mail address; null: the provider knows
 */
public record SignatureRequest(ProviderStep step, String documentId, @Nullable String signer) {}
