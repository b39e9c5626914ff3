package dev.workflow.statistics.internal;

import dev.workflow.statistics.Statistics.Difference;

/**
 * The confidence interval of the difference of two independent shares: R. G. Newcombe, Statistics
 * in Medicine 17 (1998), pages 873 to 890, method 10, from E. B. Wilson's intervals (Journal of the
 * American Statistical Association 22, 1927).
 */
final class Newcombe {

  /** The 97.5th percentile of the normal distribution: 95 % lie between it and its opposite. */
  private static final double Z = 1.959963984540054;

  private Newcombe() {}

  private record Interval(double low, double high) {}

  /** The difference of the first share from the second one; both are of at least one. */
  static Difference difference(long successes, long of, long otherSuccesses, long ofOthers) {
    double p1 = (double) successes / of;
    double p2 = (double) otherSuccesses / ofOthers;
    Interval one = wilson(p1, of);
    Interval two = wilson(p2, ofOthers);
    double estimate = p1 - p2;
    return new Difference(
        estimate,
        estimate - Math.hypot(p1 - one.low(), two.high() - p2),
        estimate + Math.hypot(one.high() - p1, p2 - two.low()));
  }

  private static Interval wilson(double p, long n) {
    double z2 = Z * Z;
    double middle = 2 * n * p + z2;
    double width = Z * Math.sqrt(z2 + 4 * n * p * (1 - p));
    double divisor = 2 * (n + z2);
    return new Interval((middle - width) / divisor, (middle + width) / divisor);
  }
}
