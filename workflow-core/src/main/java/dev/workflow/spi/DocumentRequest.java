package dev.workflow.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents that are to be uploaded. Immutable.
 *
 * @param requestText what is asked for
 * @param acceptedTypes media types, such as {@code application/pdf} or {@code image/*}; empty: any
 * @param maxBytes the most bytes of one document; null: any
 */
public record DocumentRequest(
    ProviderStep step, String requestText, List<String> acceptedTypes, @Nullable Long maxBytes) {

  public DocumentRequest {
    acceptedTypes = List.copyOf(acceptedTypes);
  }
}
