package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that could not be read or written, so that nothing else waits for it.
 *
 * @param reason what was wrong the last time
 * @param since when it was set aside
 * @param times how often it has been tried
 * @param retryAt when the engine tries it again; null: not by itself
 * @param missed what would have reached it meanwhile, as a JSON list; null: nothing; of a version
 *     of a template its name and number
 */
public record SetAsideRow(
    Key key,
    String reason,
    Instant since,
    int times,
    @Nullable Instant retryAt,
    @Nullable String missed) {

  /**
   * @param kind {@code INSTANCE}, {@code MESSAGE} or {@code TEMPLATE}
   */
  public record Key(TenantId tenant, String kind, UUID id) {}

  /** The same after another look. */
  public SetAsideRow again(String why, @Nullable Instant next) {
    return new SetAsideRow(key, why, since, times + 1, next, missed);
  }

  /** The same with what has missed it. */
  public SetAsideRow missed(String json) {
    return new SetAsideRow(key, reason, since, times, retryAt, json);
  }
}
