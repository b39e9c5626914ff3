package dev.workflow.spi;

import dev.workflow.internal.text.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A session at a provider. Immutable.
 *
 * @param id the provider's id of it: 1 to 150 characters on one line
 * @param link where somebody signs, uploads or pays; null: nowhere in particular
 */
public record ProviderSession(String id, @Nullable String link) {

  private static final int MAX_ID = 150;
  private static final int MAX_LINK = 2_000;

  public ProviderSession {
    String wrong = id.isBlank() ? "is empty" : Limits.wrongKey(id, MAX_ID);
    if (wrong != null) {
      throw new IllegalArgumentException("the id of a provider's session " + wrong);
    }
    wrong = link == null ? null : Limits.wrongLine(link, MAX_LINK);
    if (wrong != null) {
      throw new IllegalArgumentException("the link of a provider's session " + wrong);
    }
  }
}
