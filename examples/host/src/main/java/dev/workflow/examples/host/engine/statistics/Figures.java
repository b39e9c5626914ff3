package dev.workflow.examples.host.engine.statistics;

import dev.workflow.statistics.Statistics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Figures as they are answered: times in milliseconds, shares and rates from 0 to 1. */
final class Figures {

  private Figures() {}

  /** Of so many times. */
  record Percentiles(long count, long p50Ms, long p90Ms, long p95Ms, long p99Ms) {

    static @Nullable Percentiles of(Statistics.@Nullable Times times) {
      return times == null
          ? null
          : new Percentiles(
              times.count(),
              times.p50().toMillis(),
              times.p90().toMillis(),
              times.p95().toMillis(),
              times.p99().toMillis());
    }
  }

  /** Rates are null where nothing has ended. */
  record RunFigure(
      Instant from,
      Instant to,
      long started,
      long completed,
      long exited,
      long failed,
      long canceled,
      long retried,
      long running,
      @Nullable Double successRate,
      @Nullable Double failureRate,
      @Nullable Percentiles cycle) {

    static RunFigure of(Statistics.RunFigures one) {
      return new RunFigure(
          one.period().from(),
          one.period().to(),
          one.started(),
          one.completed(),
          one.exited(),
          one.failed(),
          one.canceled(),
          one.retried(),
          one.running(),
          one.successRate(),
          one.failureRate(),
          Percentiles.of(one.cycle()));
    }
  }

  record StepFigure(
      Instant from,
      Instant to,
      String step,
      long entered,
      long completed,
      long skipped,
      long failed,
      long waited,
      long attempts,
      @Nullable Percentiles times) {

    static StepFigure of(Statistics.StepFigures one) {
      return new StepFigure(
          one.period().from(),
          one.period().to(),
          one.name(),
          one.entered(),
          one.completed(),
          one.skipped(),
          one.failed(),
          one.waited(),
          one.attempts(),
          Percentiles.of(one.times()));
    }
  }

  record ActionFigure(
      Instant from,
      Instant to,
      String action,
      long entered,
      long completed,
      long skipped,
      long failed,
      long waited,
      long attempts,
      @Nullable Percentiles times) {

    static ActionFigure of(Statistics.StepFigures one) {
      return new ActionFigure(
          one.period().from(),
          one.period().to(),
          one.name(),
          one.entered(),
          one.completed(),
          one.skipped(),
          one.failed(),
          one.waited(),
          one.attempts(),
          Percentiles.of(one.times()));
    }
  }

  /** The difference of its success to the first arm's, with its interval of 95 %. */
  record ArmDifference(double estimate, double low, double high) {}

  record ArmFigure(
      Instant from,
      Instant to,
      String arm,
      long taken,
      double share,
      long completed,
      long exited,
      long failed,
      long canceled,
      long successes,
      @Nullable ArmDifference difference) {

    static ArmFigure of(Statistics.ArmFigures one) {
      Statistics.Difference difference = one.difference();
      return new ArmFigure(
          one.period().from(),
          one.period().to(),
          one.arm(),
          one.taken(),
          one.share(),
          one.completed(),
          one.exited(),
          one.failed(),
          one.canceled(),
          one.successes(),
          difference == null
              ? null
              : new ArmDifference(difference.estimate(), difference.low(), difference.high()));
    }
  }

  record ChannelFigure(
      Instant from,
      Instant to,
      String channel,
      long sent,
      long delivered,
      long read,
      long failed,
      long suppressed) {

    static ChannelFigure of(Statistics.ChannelFigures one) {
      return new ChannelFigure(
          one.period().from(),
          one.period().to(),
          one.channel(),
          one.sent(),
          one.delivered(),
          one.read(),
          one.failed(),
          one.suppressed());
    }
  }

  record PersonFigure(
      Instant from,
      Instant to,
      String actor,
      long begun,
      long completed,
      long failed,
      long skipped,
      @Nullable Percentiles times) {

    static PersonFigure of(Statistics.PersonFigures one) {
      return new PersonFigure(
          one.period().from(),
          one.period().to(),
          one.actor(),
          one.begun(),
          one.completed(),
          one.failed(),
          one.skipped(),
          Percentiles.of(one.times()));
    }
  }
}
