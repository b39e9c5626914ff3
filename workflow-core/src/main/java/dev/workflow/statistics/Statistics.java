package dev.workflow.statistics;

import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How many runs there were, what became of them and how long it took: the data of a plot in each
 * call. Thread-safe.
 *
 * <p><b>What counts.</b> A run counts once, by what has become of it by now: a run that failed and
 * is retried is no longer among the failed ones of the time at which it had failed, and its retry
 * is counted where it was. A step counts once for each visit, in each round of a loop. Work counts
 * for the actor who did it, not for whom it was done. A draft that never began is no run.
 *
 * <p><b>Where from.</b> From rollups, which are made in the background from what the engine writes
 * down with each change, each fact exactly once; no journal is read. A call counts what is left to
 * count first, up to 100,000 commits; a backlog beyond it is missing from the answer. Rollups stay
 * when instances are purged and workflows deleted, until {@link #purge}.
 *
 * <p><b>Percentiles</b> come from HdrHistograms of milliseconds with two significant digits: at
 * most one percent too long, over any range. Times of more than 100 years count as that.
 */
public interface Statistics {

  /** How a range is cut into periods. */
  enum Bucket {
    /** Not at all. */
    TOTAL,
    HOUR,
    DAY,
    /** Monday to Sunday. */
    WEEK,
    MONTH
  }

  /** What became of a run. */
  enum Outcome {
    COMPLETED,
    EXITED,
    FAILED,
    CANCELED
  }

  /**
   * What is asked for: of all workflows, over a range in one piece.
   *
   * @param workflow only its runs, also if it has been deleted; null: of all
   * @param version only this version's; null: of all
   * @param from the first period is the one in which it is
   * @param to the last period is the one that ends then or after it. With {@link Bucket#TOTAL} both
   *     are rounded to quarters of an hour likewise
   * @param zone whose hours, days, weeks and months they are
   */
  record Query(
      TenantId tenant,
      @Nullable String workflow,
      @Nullable Integer version,
      Instant from,
      Instant to,
      Bucket bucket,
      ZoneId zone) {

    /** Over a range in one piece, in UTC. */
    public static Query of(TenantId tenant, Instant from, Instant to) {
      return new Query(tenant, null, null, from, to, Bucket.TOTAL, java.time.ZoneOffset.UTC);
    }

    public Query ofWorkflow(String key) {
      return new Query(tenant, key, version, from, to, bucket, zone);
    }

    public Query ofVersion(String key, int number) {
      return new Query(tenant, key, number, from, to, bucket, zone);
    }

    public Query by(Bucket each, ZoneId in) {
      return new Query(tenant, workflow, version, from, to, each, in);
    }
  }

  /**
   * A part of the range.
   *
   * @param to the first moment after it
   */
  record Period(Instant from, Instant to) {}

  /**
   * How long things took that completed.
   *
   * @param count how many
   * @param mean their average, at most one percent off
   */
  record Times(long count, Duration mean, Duration p50, Duration p90, Duration p95, Duration p99) {}

  /**
   * Runs in a period.
   *
   * @param started how many began; a retry begins none
   * @param completed how many completed, or were stopped as completed
   * @param failed how many failed and have not been retried, cancelled or exited since
   * @param retried how often a failed one was retried
   * @param running how many had begun and not ended at the end of the period
   * @param cycle how long the completed ones took from their creation, pauses included; null: none
   *     completed
   */
  record RunFigures(
      Period period,
      long started,
      long completed,
      long exited,
      long failed,
      long canceled,
      long retried,
      long running,
      @Nullable Times cycle) {

    /** (completed + exited) ÷ (completed + exited + failed); null: none of them. */
    public @Nullable Double successRate() {
      long succeeded = completed + exited;
      return succeeded + failed == 0 ? null : (double) succeeded / (succeeded + failed);
    }

    /** failed ÷ (completed + exited + failed); null: none of them. */
    public @Nullable Double failureRate() {
      Double success = successRate();
      return success == null ? null : 1 - success;
    }
  }

  /**
   * Visits of a step, or of all steps with an action, in a period: the funnel.
   *
   * @param name the step's id, or the type of action
   * @param entered how often its turn came
   * @param failed how often it failed and has not been retried
   * @param waited how often it began to wait: for a time, an event, a person or an answer
   * @param attempts how often it was tried
   * @param times how long the completed visits took since their turn came; null: none completed
   */
  record StepFigures(
      Period period,
      String name,
      long entered,
      long completed,
      long skipped,
      long failed,
      long waited,
      long attempts,
      @Nullable Times times) {}

  /**
   * Runs that took an arm of a split, in a period.
   *
   * @param taken how often it was taken
   * @param share of all that were taken at this split; 0 if none was
   * @param successes of the runs that have completed, exited or failed in the period, how many have
   *     an outcome that was asked for
   * @param difference of the share of successes from that of the first arm; null for the first, and
   *     where one of the two has no run that ended
   */
  record ArmFigures(
      Period period,
      String arm,
      long taken,
      double share,
      long completed,
      long exited,
      long failed,
      long canceled,
      long successes,
      @Nullable Difference difference) {}

  /**
   * The difference of two shares with its 95 % confidence interval, by Newcombe's hybrid score
   * method without continuity correction: R. G. Newcombe, "Interval estimation for the difference
   * between independent proportions", Statistics in Medicine 17 (1998), method 10, of Wilson's
   * intervals. If 0 is not in it, chance alone is unlikely.
   */
  record Difference(double estimate, double low, double high) {}

  /**
   * Messages on a channel in a period. One that was sent again after it had ended counts again, and
   * a digest as one message.
   *
   * @param delivered how many were reported to have arrived, read ones included
   * @param failed how many were given up, or reported as failed or bounced
   * @param suppressed how many a check kept back: a suppression, a missing consent, a cap
   */
  record ChannelFigures(
      Period period,
      String channel,
      long sent,
      long delivered,
      long read,
      long failed,
      long suppressed) {}

  /**
   * What a person did in a period, of steps that people do.
   *
   * @param begun how often they began or claimed one
   * @param times from when its turn came, of those they completed; null: none
   */
  record PersonFigures(
      Period period,
      String actor,
      long begun,
      long completed,
      long failed,
      long skipped,
      @Nullable Times times) {}

  /**
   * A line for each period.
   *
   * @throws InvalidInputException if the range is empty or has more than 1,000 periods
   * @throws NotFoundException if the tenant is unknown
   */
  List<RunFigures> runs(Query query);

  /**
   * A line for each period and step that has figures in it, by id.
   *
   * @throws InvalidInputException as {@link #runs}, and if no workflow is named
   */
  List<StepFigures> steps(Query query);

  /**
   * A line for each period and type of action that has figures in it.
   *
   * @throws InvalidInputException as {@link #runs}
   */
  List<StepFigures> actions(Query query);

  /**
   * A line for each period and arm of a split that has figures in it, by the arm's name. A run that
   * ended in the period counts for each arm that it has taken at any time.
   *
   * @param split the step's id
   * @param success which outcomes are a success, such as {@code EXITED} where whoever answers
   *     exits; {@code CANCELED} cannot be one
   * @throws InvalidInputException as {@link #steps}
   */
  List<ArmFigures> arms(Query query, String split, Set<Outcome> success);

  /**
   * A line for each period and channel that has figures in it.
   *
   * @throws InvalidInputException as {@link #runs}, and for one version: messages know none
   */
  List<ChannelFigures> channels(Query query);

  /**
   * A line for each period and person who has figures in it, by the actor's id.
   *
   * @throws InvalidInputException as {@link #runs}
   */
  List<PersonFigures> people(Query query);

  /**
   * Removes the fine figures of a tenant from before the month (of UTC) in which a time is. Those
   * of whole months stay, so that what is running stays right; of other periods in that time,
   * answers are too small or missing.
   *
   * @param progress told how many rollups are gone so far
   * @return how many
   */
  long purge(TenantId tenant, Instant before, LongConsumer progress);
}
