package dev.workflow.examples.host.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.examples.host.HostSettings;
import java.time.Duration;

/**
 * A bucket of requests for each token and each person, filled evenly; of this node. Thread-safe.
 */
final class RateLimit {

  private static final double NANOS = 1e9;

  private final HostSettings.Limits limits;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(Duration.ofHours(1)).build();

  RateLimit(HostSettings.Limits limits) {
    this.limits = limits;
  }

  /** Takes a request out of the bucket. Zero: it may pass; otherwise, in how many seconds. */
  long take(String whose) {
    return buckets.get(whose, key -> new Bucket(limits.burst())).take(limits);
  }

  private static final class Bucket {

    private double left;
    private long filledAt = System.nanoTime();

    Bucket(int left) {
      this.left = left;
    }

    synchronized long take(HostSettings.Limits limits) {
      long now = System.nanoTime();
      left = Math.min(limits.burst(), left + (now - filledAt) / NANOS * limits.requestsPerSecond());
      filledAt = now;
      if (left >= 1) {
        left--;
        return 0;
      }
      return (long) Math.ceil((1 - left) / limits.requestsPerSecond());
    }
  }
}
